package dev.cnilab.lab.proof;

import dev.cnilab.lab.client.message.Intention;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.fault.Action;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.Remedy;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.stage.Operator;
import dev.cnilab.lab.stage.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a fault, its repairs and its decoys may leave on a cluster and that was not there
 * before.
 *
 * @param objects {@code namespace/kind/name}
 * @param files of each node: {@code NODE:PATH}
 */
record Traces(Stage stage, Fault fault, Set<String> objects, Set<String> files) {

  /** The usual places of copies. */
  private static final Pattern COPY = Pattern.compile("/(?:root|tmp)/[\\w.-]+");

  static Traces of(Stage stage, Fault fault) {
    List<Action> actions = actions(fault).toList();
    return new Traces(
        stage, fault, newObjects(stage.scene(), actions), newFiles(stage.scene(), actions));
  }

  private static Stream<Action> actions(Fault fault) {
    return Stream.concat(
        Stream.of(fault.given(), fault.made()).flatMap(List::stream),
        Stream.of(fault.repairs(), fault.decoys())
            .flatMap(List::stream)
            .map(Remedy::by)
            .flatMap(List::stream));
  }

  private static Set<String> newObjects(Scene scene, List<Action> actions) {
    return actions.stream()
        .filter(Action.Apply.class::isInstance)
        .map(Action.Apply.class::cast)
        .flatMap(apply -> scene.cluster().intended(apply.manifest()).stream())
        .filter(intention -> intention.there().isAbsent())
        .map(Intention::wanted)
        .map(Traces::named)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String named(Json object) {
    return "%s/%s/%s"
        .formatted(
            object.text("/metadata/namespace"),
            object.text("/kind").toLowerCase(Locale.ROOT),
            object.text("/metadata/name"));
  }

  private static Set<String> newFiles(Scene scene, List<Action> actions) {
    List<String> copies =
        actions.stream()
            .filter(Action.OnNode.class::isInstance)
            .map(Action.OnNode.class::cast)
            .flatMap(on -> COPY.matcher(on.line()).results().map(MatchResult::group))
            .distinct()
            .toList();
    Set<String> files = new LinkedHashSet<>();
    if (!copies.isEmpty()) {
      for (Node node : scene.workloads().nodes().list()) {
        String look = "for f in %s; do [ -e $f ] || echo $f; done";
        node.sh(look.formatted(String.join(" ", copies)))
            .lines()
            .forEach(file -> files.add(node.name() + ":" + file));
      }
    }
    return files;
  }

  /** Repairs what may still be broken, and removes the rest. */
  void remove() {
    fault.repairs().stream().limit(1).map(Remedy::by).flatMap(List::stream).forEach(this::attempt);
    objects.stream()
        .filter(object -> Stage.NAMESPACES.stream().noneMatch(own -> object.startsWith(own + "/")))
        .forEach(object -> stage.scene().changes().delete(object));
    files.forEach(this::remove);
  }

  /** Tries an action, which fails if it was already done. */
  private void attempt(Action action) {
    try {
      Operator.on(stage).make(List.of(action));
    } catch (LabException itIsRepaired) {
      // Remaining differences are found and reported when everything is restored.
    }
  }

  private void remove(String file) {
    String[] parts = file.split(":", 2);
    stage.scene().workloads().nodes().find(parts[0]).change("rm -rf " + parts[1]);
  }
}
