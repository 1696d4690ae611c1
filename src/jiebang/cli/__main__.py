import sys

from jiebang.cli import main

sys.exit(main())
