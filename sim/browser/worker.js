// A worker of a `Pool`, in a browser.

import { serve } from "./workers.js";

serve(self);
