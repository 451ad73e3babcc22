package dev.cnilab.lab.health;

import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import dev.cnilab.lab.workload.Workloads;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A failure as each layer reports it, from the pod down to the container runtime.
 *
 * @param about the failing pod
 * @param list the layers' reports, in the usual order of looking
 */
public record Witnesses(String about, List<Witness> list) implements Tabular {

  /**
   * The report of one layer.
   *
   * @param command the command that shows it
   * @param says its latest message about the failure, empty if it has none
   */
  public record Witness(String layer, String command, String says) {}

  private static final String KUBELET =
      "journalctl -u kubelet --no-pager | grep -E 'networkReady=|[sS]andbox' | tail -1";
  private static final String CONTAINERD =
      "journalctl -u containerd --no-pager | grep level=error | tail -1";

  /** The last {@code err="…"} or {@code networkReady="…"} in a journal line. */
  private static final Pattern ERROR =
      Pattern.compile(".*\\b(?:error|err|networkReady)=\"((?:[^\"\\\\]|\\\\.)*)\".*");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{52}(?=\\W)");

  public Witnesses {
    list = List.copyOf(list);
  }

  /** Collects reports about a pod and the node it is on or should be on. */
  public static Witnesses of(Workloads workloads, Pod pod, Node node) {
    String event =
        workloads
            .events(pod)
            .latestWarning()
            .map(warning -> warning.reason() + ": " + warning.message())
            .orElse("");
    return new Witnesses(
        pod.name(),
        List.of(
            new Witness(
                "events of the pod",
                "kubectl describe pod " + pod.name() + " | grep -A 10 Events",
                shortened(event)),
            new Witness(
                "condition Ready of the node",
                "kubectl describe node " + node.name() + " | grep -i kubelet",
                node.readyMessage()),
            new Witness("kubelet's log", KUBELET, error(node.sh(KUBELET))),
            new Witness("containerd's log", CONTAINERD, error(node.sh(CONTAINERD)))));
  }

  private static String error(Output journal) {
    Matcher error = ERROR.matcher(journal.out().strip());
    return shortened(error.matches() ? error.group(1).replace("\\", "") : journal.out().strip());
  }

  /** Shortens sandbox IDs to the twelve digits that people compare. */
  private static String shortened(String text) {
    return ID.matcher(text).replaceAll("…");
  }

  /** The layers whose message contains a text. */
  public List<String> thatSay(String something) {
    return list.stream()
        .filter(witness -> witness.says().contains(something))
        .map(Witness::layer)
        .toList();
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "One failure, four places: `" + about + "`",
            List.of("layer", "what it says last", "what that means", "ask it yourself"),
            list,
            witness ->
                List.of(
                    Cell.of(witness.layer()),
                    Cell.of(witness.says()),
                    Cell.of(Symptom.of(witness.says()).map(Symptom::meaning).orElse("")),
                    Cell.of("`" + witness.command() + "`")));
  }
}
