"""Check what a built wheel carries: the package, its stylesheets and licence, and nothing else."""

import sys
import zipfile


def main(wheel: str) -> None:
    """Exit with a message if the wheel lacks something or has what doesn't belong in it."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    if not any(n.startswith("p2p_tui/styles/") and n.endswith(".tcss") for n in names):
        sys.exit("the wheel has no p2p_tui/styles/*.tcss")
    for name in ("technician", "pharmacist", "lead", "reconsideration"):
        if f"p2p_tui/domain/guides/{name}.md" not in names:
            sys.exit(f"the wheel lacks the guide's document {name}.md")
    if not any(n.startswith("p2p_tui/training/lessons/") and n.endswith(".toml") for n in names):
        sys.exit("the wheel has no lessons")
    if "p2p_tui/cli/main.py" not in names:
        sys.exit("the wheel has no p2p_tui/cli/main.py")
    if not any(n.endswith(".dist-info/licenses/LICENSE") for n in names):
        sys.exit("the wheel has no LICENSE")
    stray = [n for n in names if n.split("/")[0] != "p2p_tui" and ".dist-info/" not in n]
    stray += [n for n in names if "tests" in n.split("/") or n.endswith(".pyc")]
    if stray:
        sys.exit(f"the wheel has files that don't belong in it: {', '.join(stray)}")
    carried = "stylesheets, guide, lessons and licence among them, no tests"
    sys.stdout.write(f"{len(names)} files, {carried}\n")


if __name__ == "__main__":
    main(sys.argv[1])
