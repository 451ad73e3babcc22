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


def test_the_importers_and_neighbours_of_a_changed_type_are_compiled_with_it(source):
    changed = {source("a/Output.java", "package a; class Output {}")}
    assert dev.names_one_of(source("b/Importer.java", "package b; import a.Output;"), changed)
    assert dev.names_one_of(source("a/Neighbour.java", "package a; class Neighbour { Output it; }"), changed)


def test_a_type_of_the_same_name_in_another_package_is_left_alone(source):
    changed = {source("a/Output.java", "package a; class Output {}")}
    assert not dev.names_one_of(source("b/Other.java", "package b; class Other { Output it; }"), changed)
    assert not dev.names_one_of(source("a/Longer.java", "package a; class Longer { OutputPath it; }"), changed)


def test_nothing_is_compiled_when_nothing_has_changed(source):
    assert not dev.names_one_of(source("a/Any.java", "package a; class Any {}"), set())


def test_a_class_is_found_by_its_name_and_by_one_of_its_methods():
    expected = [paths.ROOT / "lib/netsim/src/test/java/dev/cnilab/netsim/link/BridgeTest.java"]
    assert dev.test_sources("BridgeTest") == dev.test_sources("BridgeTest#floods") == expected
    assert dev.test_sources("05") == []


def test_tests_with_the_same_name_in_two_packages_are_both_run_and_named(capsys):
    name = "ContainerLifeTest"
    assert dev.by_module([name]) == {
        "cluster": [
            "--select-class", f"dev.cnilab.cluster.containerd.{name}", "--select-class", f"dev.cnilab.cluster.kubelet.{name}"
        ]
    }
    assert "dev.cnilab.cluster.containerd, dev.cnilab.cluster.kubelet" in capsys.readouterr().out


def test_a_package_chooses_one_of_them():
    assert dev.by_module(["kubelet.ContainerLifeTest#floods"]) == {
        "cluster": ["--select-method", "dev.cnilab.cluster.kubelet.ContainerLifeTest#floods"]
    }
