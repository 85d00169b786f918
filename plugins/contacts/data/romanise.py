"""Writes the column ``latin`` of divisions.csv: how English readers write each division. Run again after the names have changed:

    python plugins/contacts/data/romanise.py

Hanyu Pinyin by pypinyin, the kind of division in English, and the usual spelling where that is another one or pypinyin reads a character
that has several readings the wrong way.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

TABLE = Path(__file__).with_name("divisions.csv")

USUAL = {
    "内蒙古": "Inner Mongolia", "西藏": "Xizang", "陕西": "Shaanxi", "香港": "Hong Kong", "澳门": "Macao", "呼和浩特": "Hohhot", "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir", "巴彦淖尔": "Bayannur", "乌兰察布": "Ulanqab", "锡林郭勒": "Xilingol", "阿拉善": "Alxa", "兴安": "Hinggan",
    "哈尔滨": "Harbin", "齐齐哈尔": "Qiqihar", "拉萨": "Lhasa", "日喀则": "Xigaze", "昌都": "Qamdo", "林芝": "Nyingchi", "那曲": "Nagqu", "阿里": "Ngari",
    "乌鲁木齐": "Urumqi", "克拉玛依": "Karamay", "吐鲁番": "Turpan", "哈密": "Hami", "博尔塔拉": "Bortala", "巴音郭楞": "Bayingolin", "阿克苏": "Aksu",
    "克孜勒苏": "Kizilsu", "喀什": "Kashgar", "和田": "Hotan", "伊犁": "Ili", "阿勒泰": "Altay", "果洛": "Golog", "海西": "Haixi",
    "漯河": "Luohe", "吕梁": "Lüliang", "长子": "Zhangzi", "乐清": "Yueqing", "乐亭": "Laoting", "乐陵": "Laoling", "番禺": "Panyu", "东阿": "Dong'e", "浚": "Xun",
    "单": "Shan", "莘": "Shen", "尉犁": "Yuli", "盱眙": "Xuyi", "涡阳": "Guoyang", "歙": "She", "黟": "Yi", "洪洞": "Hongtong", "繁峙": "Fanshi",
    "临朐": "Linqu", "铅山": "Yanshan", "鄱阳": "Poyang", "泌阳": "Biyang", "荥阳": "Xingyang", "荥经": "Yingjing", "渑池": "Mianchi", "枞阳": "Zongyang",
    "大埔": "Dabu", "犍为": "Qianwei", "筠连": "Junlian", "什邡": "Shifang", "六合": "Luhe", "句容": "Jurong", "蔚": "Yu", "井陉": "Jingxing",
    "行唐": "Xingtang", "大城": "Daicheng", "任丘": "Renqiu", "任泽": "Renze", "吴堡": "Wubu", "监利": "Jianli", "台山": "Taishan", "柞水": "Zhashui",
    "栎阳": "Yueyang", "费": "Fei", "解放": "Jiefang", "牟平": "Muping", "中牟": "Zhongmu", "莎车": "Shache", "车城": "Checheng", "洞口": "Dongkou",
    "耒阳": "Leiyang", "郴州": "Chenzhou", "汨罗": "Miluo", "蚌山": "Bengshan", "湛河": "Zhanhe", "郏": "Jia", "睢": "Sui", "蕲春": "Qichun",
    "勐海": "Menghai", "勐腊": "Mengla", "会同": "Huitong", "会理": "Huili", "珲春": "Hunchun", "桦甸": "Huadian", "讷河": "Nehe", "曾都": "Zengdu", "二连浩特": "Erenhot", "肇东": "Zhaodong",
}  # fmt: skip
FIRST = {"长": "chang", "朝": "chao", "宿": "su", "曲": "qu", "重庆": "chongqing"}
ANYWHERE = {"都": "du", "藏": "zang"}
PEOPLES = ["乌孜别克", "柯尔克孜", "维吾尔", "哈萨克", "达斡尔", "塔吉克", "鄂温克", "塔塔尔", "鄂伦春", "俄罗斯", "蒙古", "布依", "朝鲜", "土家", "哈尼", "傈僳", "拉祜", "东乡", "纳西", "景颇", "仫佬", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "德昂", "保安", "裕固", "独龙", "赫哲", "门巴", "珞巴", "基诺", "各", "回", "藏", "苗", "彝", "壮", "满", "侗", "瑶", "白", "傣", "黎", "佤", "畲", "水", "土", "羌", "怒", "京"]
AUTONOMOUS = re.compile(rf"^(.+?)(?:(?:{'|'.join(PEOPLES)})族?)+$")
KINDS = (
    ("特别行政区", ""), ("自治区", ""), ("省", ""), ("自治州", "Autonomous Prefecture"), ("地区", "Prefecture"), ("盟", "League"),
    ("高新技术产业开发区", "High-tech Zone"), ("高新技术开发区", "High-tech Zone"), ("高技术产业开发区", "High-tech Zone"), ("高新技术产业园区", "High-tech Park"),
    ("经济技术开发区", "Economic and Technological Development Zone"), ("经济开发区", "Economic Development Zone"), ("开发区", "Development Zone"),
    ("综合改革示范区", "Reform Demonstration Zone"), ("城乡一体化示范区", "Urban-Rural Demonstration Zone"), ("示范区", "Demonstration Zone"),
    ("循环化工园区", "Chemical Park"), ("现代产业园区", "Industrial Park"), ("工业园区", "Industrial Park"), ("文化旅游创意园区", "Culture and Tourism Park"),
    ("综合物流产业聚集区", "Logistics Zone"), ("管理区管委会", "Administrative Zone"), ("管理区", "Administrative Zone"), ("行政委员会", "Administrative Committee"),
    ("自治县", "Autonomous County"), ("自治旗", "Autonomous Banner"), ("林区", "Forestry District"), ("特区", "Special District"), ("新城", "New Town"), ("新区", "New Area"),
    ("群岛的岛礁及其海域", "Islands"), ("群岛", "Islands"), ("旗", "Banner"), ("区", "District"), ("县", "County"), ("市", ""),
)  # fmt: skip
GROUPS = {"市辖区": "Urban districts", "县": "Counties", "省直辖县级行政区划": "Directly under the province", "自治区直辖县级行政区划": "Directly under the region"}
NO_FOREST = ("万柏林区", "北林区", "新林区", "金林区", "碑林区")
"""Districts whose name happens to end like another kind's."""


def latin(name: str) -> str:
    """The name of one division as English readers write it."""
    if name in GROUPS:
        return GROUPS[name]
    ending, kind = ("区", "District") if name in NO_FOREST else next((one for one in KINDS if name.endswith(one[0]) and name != one[0]), ("", ""))
    own = name[: len(name) - len(ending)]
    if ending.startswith("自治") and own not in USUAL and (found := AUTONOMOUS.match(own)):
        own = found[1]
    words = [spelled(one) for one in parts_of(own)] if kind.endswith(("Zone", "Park", "Area", "Town")) else [spelled(own)]
    return " ".join(part for part in (*words, kind) if part)


@cache
def _known() -> tuple[str, ...]:
    """The provinces and cities by which zones call themselves."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file) if len(row["code"]) <= 4 and row["name"] not in GROUPS]
    return tuple(re.sub("(省|市|地区|盟|自治区)$", "", name) for name in names)


def parts_of(own: str) -> Iterator[str]:
    """The words of a zone's name: 河北唐山芦台 is one in 唐山 in 河北."""
    place = next((one for one in _known() if own.startswith(one)), None)
    rest = re.sub("^市", "", own[len(place) :]) if place else ""
    yield place or own
    if rest:
        yield from parts_of(rest)


def spelled(own: str) -> str:
    """A name without its kind, in one word."""
    if own in USUAL:
        return USUAL[own]
    syllables = lazy_pinyin(own, v_to_u=True)
    for place, character in enumerate(own):
        syllables[place] = ANYWHERE.get(character, syllables[place])
    if own[0] in FIRST:
        syllables[0] = FIRST[own[0]]
    word = syllables[0] + "".join(f"'{one}" if one[0] in "aeo" else one for one in syllables[1:])
    return word[:1].upper() + word[1:]


def main() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], row["name"]) for row in csv.DictReader(file)]
    names = {code: latin(name) for code, name in rows}
    same = Counter(name for code, name in names.items() if len(code) == 4)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "latin"))
        for code, name in rows:
            twin = len(code) == 4 and same[names[code]] > 1 and name not in GROUPS
            writer.writerow((code, name, f"{names[code]} ({names[code[:2]]})" if twin else names[code]))


if __name__ == "__main__":
    main()
