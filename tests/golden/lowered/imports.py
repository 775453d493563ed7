import os
import os.path as p, a.b
from m import x, y as z
from . import sibling
from ..pkg.mod import *
