"""What ./lab dev compiles, and what a name selects."""

from pathlib import Path

import pytest

from cnilab import dev, paths


@pytest.fixture
def source(tmp_path: Path):
    def write(name: str, text: str) -> Path:
        file = tmp_path / "lib/m/src/main/java" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    return write


def test_importers_and_types_in_the_package_of_a_changed_type_are_recompiled(source):
    changed = {source("a/Output.java", "package a; class Output {}")}
    assert dev.names_one_of(source("b/Importer.java", "package b; import a.Output;"), changed)
    assert dev.names_one_of(source("a/Neighbour.java", "package a; class Neighbour { Output it; }"), changed)


def test_users_of_a_namesake_in_another_package_are_not_recompiled(source):
    changed = {source("a/Output.java", "package a; class Output {}")}
    assert not dev.names_one_of(source("b/Other.java", "package b; class Other { Output it; }"), changed)
    assert not dev.names_one_of(source("a/Longer.java", "package a; class Longer { OutputPath it; }"), changed)


def test_nothing_is_recompiled_without_a_change(source):
    assert not dev.names_one_of(source("a/Any.java", "package a; class Any {}"), set())


def test_a_test_class_is_found_by_its_name_and_by_a_method():
    expected = [paths.ROOT / "lib/netsim/src/test/java/dev/cnilab/netsim/link/BridgeTest.java"]
    assert dev.test_sources("BridgeTest") == dev.test_sources("BridgeTest#floods") == expected
    assert dev.test_sources("05") == []


def test_test_classes_of_one_name_in_two_packages_are_both_run(capsys):
    name = "ContainerLifeTest"
    assert dev.by_module([name]) == {
        "cluster": [
            "--select-class", f"dev.cnilab.cluster.containerd.{name}", "--select-class", f"dev.cnilab.cluster.kubelet.{name}"
        ]
    }
    assert "dev.cnilab.cluster.containerd, dev.cnilab.cluster.kubelet" in capsys.readouterr().out


def test_a_package_selects_one_of_two_test_classes_of_a_name():
    assert dev.by_module(["kubelet.ContainerLifeTest#floods"]) == {
        "cluster": ["--select-method", "dev.cnilab.cluster.kubelet.ContainerLifeTest#floods"]
    }
