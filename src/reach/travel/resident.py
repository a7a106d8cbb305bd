"""One resident's question: everything I can get to from here, setting out now."""

from typing import NamedTuple

import numpy as np

from reach.times import UNREACHED, Int32s, seconds_up
from reach.travel.times import Network, Ride
from reach.travel.walk import Spots, Walk
