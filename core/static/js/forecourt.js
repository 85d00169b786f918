// The page's scripts, one small module for each behaviour. Everything also works without them, only less comfortably.
import "./requests.js";
import "./toast.js";
import "./menus.js";
import "./dialog.js";
import "./forms.js";
import "./lookup.js";
import "./search.js";
import "./keyboard.js";
import "./list.js";
import "./cells.js";
import "./lines.js";
import "./sections.js";
import "./board.js";
import "./charts.js";
import "./scrollers.js";
import "./theme.js";
import "./pick_list.js";
