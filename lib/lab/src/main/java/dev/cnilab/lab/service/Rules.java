package dev.cnilab.lab.service;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Place;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The iptables rules of a Service on a node, in the order in which a packet meets them. */
public record Rules(String service, String node, List<Rule> list, Output output)
    implements Tabular {

  /**
   * A rule.
   *
   * @param chain the chain it is in
   * @param match the conditions on a packet
   * @param then the chain or target it jumps to
   */
  public record Rule(String chain, String match, String then) {

    private String meaning() {
      if (then.startsWith("KUBE-SVC-")) {
        return "a packet for the Service's address";
      }
      if (then.startsWith("KUBE-SEP-")) {
        Matcher share = Pattern.compile("--probability ([\\d.]+)").matcher(match);
        return share.find()
            ? "%.0f%% of the connections that get here"
                .formatted(100 * Double.parseDouble(share.group(1)))
            : "the rest of the connections";
      }
      if (then.startsWith("DNAT")) {
        return "the new destination: one of the pods";
      }
      if (then.startsWith("REJECT")) {
        return "no endpoints: refused at once";
      }
      return then.equals("KUBE-MARK-MASQ")
          ? "marked: its source will be the node's, so that the answer comes back this way"
          : "";
    }

    /** The depth in the chains: entry, choice, pod. */
    private int depth() {
      return chain.startsWith("KUBE-SEP-") ? 2 : chain.startsWith("KUBE-SVC-") ? 1 : 0;
    }
  }

  private static final Pattern LINE = Pattern.compile("-A (\\S+) ?(.*?) ?-j (.*)");
  private static final Pattern COMMENT =
      Pattern.compile("-m comment --comment (\"[^\"]*\"|\\S+) ?");

  public Rules {
    list = List.copyOf(list);
  }

  /** Reads the rules on a node. */
  public static Rules of(Place node, String namespace, String service) {
    return read(
        namespace + "/" + service,
        node.name(),
        node.sh(
            "(iptables -t nat -S; iptables -S) | grep '" + namespace + "/" + service + "[ :\"]'"));
  }

  static Rules read(String service, String node, Output output) {
    List<Rule> list =
        output.lines().stream()
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .map(
                line ->
                    new Rule(
                        line.group(1),
                        COMMENT.matcher(line.group(2)).replaceAll("").strip(),
                        line.group(3)))
            .sorted(Comparator.comparingInt(Rule::depth))
            .toList();
    return new Rules(service, node, list, output);
  }

  /** The final destinations of the Service's packets: {@code 10.244.1.2:80}. */
  public List<String> destinations() {
    return list.stream()
        .map(Rule::then)
        .filter(then -> then.startsWith("DNAT"))
        .flatMap(then -> Stream.of(then.replaceAll(".*--to-destination ", "")))
        .sorted()
        .toList();
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "Service `" + service + "` as rules of " + node,
                List.of("chain", "matches", "then", "meaning"),
                list,
                rule ->
                    List.of(
                        Cell.of(rule.chain()),
                        Cell.of(rule.match()),
                        Cell.of(rule.then()),
                        Cell.of(rule.meaning())));
    return (list.isEmpty() ? view.note(Tone.WARNING, "There are none on this node.") : view)
        .folded(output.kubectl(), output.printed());
  }
}
