"""What schools keep: saved plans with their versions, and what their words were confirmed to mean.

A school is a workspace. `Workspaces` is the file of all of them, `Workspace` what one may see and
change; every statement that a workspace sends to the file is bound to its own id.

```python
from pathlib import Path
from tempfile import TemporaryDirectory
from api.workspaces import Workspaces
from ontology.vocabulary import Department

with TemporaryDirectory() as folder:
    schools = Workspaces(Path(folder) / "schools.sqlite3")
    school, key = schools.create("Oakwood School")
    school.confirm(Department.MATHS, "FDP recap", ["maths:fractions-decimals-percentages"])
    print(schools.by_key(key).confirmed(Department.MATHS))
    schools.close()
```
"""

from api.workspaces.heirs import Heirs, confirmations, follow_match, follow_plan
from api.workspaces.school import Workspace
from api.workspaces.schools import Workspaces

__all__ = ["Heirs", "Workspace", "Workspaces", "confirmations", "follow_match", "follow_plan"]
