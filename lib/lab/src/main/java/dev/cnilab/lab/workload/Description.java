package dev.cnilab.lab.workload;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;

/** A pod or a node with its conditions and events, as {@code kubectl describe} gathers them. */
public record Description(String about, View facts, List<Condition> conditions, Events events)
    implements Tabular {

  /**
   * A condition.
   *
   * @param status {@code True}, {@code False} or {@code Unknown}
   */
  public record Condition(String type, String status, String reason, String message) {
    private static Condition of(Json json) {
      return new Condition(
          json.text("/type"), json.text("/status"), json.text("/reason"), json.text("/message"));
    }
  }

  public Description {
    conditions = List.copyOf(conditions);
  }

  static Description of(Pod pod, Events events) {
    return of(events, pod.view(), pod.object());
  }

  static Description of(Node node, Events events) {
    return of(events, node.view(), node.object());
  }

  private static Description of(Events events, View facts, Json object) {
    return new Description(
        events.about(),
        facts,
        object.list("/status/conditions").stream().map(Condition::of).toList(),
        events);
  }

  @Override
  public View view() {
    return facts
        .grid(
            "Conditions of `" + about + "`",
            List.of("type", "status", "reason", "message"),
            conditions,
            each ->
                List.of(
                    Cell.of(each.type()),
                    Cell.of(each.status()),
                    Cell.of(each.reason()),
                    Cell.of(each.message())))
        .then(events.view());
  }
}
