package dev.cnilab.lab.oncall;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.door.Keeper;
import dev.cnilab.lab.door.RequestHead;
import dev.cnilab.lab.oncall.worth.Typed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody on call types in another terminal, as far as requests show it: the run they belong
 * to, the subcommand of kubectl (KEP-859), the object, and commands run in a pod or on a node.
 * Flags and output remain unknown.
 */
final class OtherTerminal implements Keeper {

  /** The header with kubectl's subcommand: {@code kubectl delete}. */
  private static final String COMMAND = "Kubectl-Command";

  private static final Pattern OBJECT =
      Pattern.compile(
          "/(?:api|apis/[^/]+)/[^/]+/(?:namespaces/(?<namespace>[^/]+)/)?"
              + "(?<kind>[^/]+)(?:/(?<name>[^/]+))?(?:/(?<part>[^/]+))?");

  private final Map<String, List<String>> runs = new LinkedHashMap<>();

  @Override
  public synchronized Optional<String> refusal(RequestHead request) {
    String run = request.header(Cluster.RUN_HEADER);
    Matcher object = OBJECT.matcher(request.path());
    if (!request.isAboutServer() && object.matches()) {
      List<String> lines =
          runs.computeIfAbsent(run.isEmpty() ? request.line() : run, key -> new ArrayList<>());
      String line = line(request, object);
      if (executes(object) && lines.stream().noneMatch(line::equals)) {
        lines.removeIf(each -> !each.contains(" -- "));
        lines.add(line);
      } else if (lines.isEmpty()) {
        lines.add(line);
      }
    }
    return Optional.empty();
  }

  private static boolean executes(Matcher object) {
    return "exec".equals(object.group("part"));
  }

  private static String line(RequestHead request, Matcher object) {
    String name = object.group("name");
    String run = String.join(" ", request.parameters("command")).lines().findFirst().orElse("");
    if (object.group("kind").equals("consoles")) {
      return "./lab node %s -- %s".formatted(name, run.replaceFirst("^(ba)?sh -l?c ", ""));
    }
    String namespace = object.group("namespace");
    String where = namespace == null ? "" : " -n " + namespace;
    return executes(object)
        ? "kubectl exec %s%s -- %s".formatted(name, where, run)
        : "%s %s%s%s"
            .formatted(
                request.header(COMMAND).isEmpty() ? request.method() : request.header(COMMAND),
                object.group("kind"),
                name == null ? "" : "/" + name,
                where);
  }

  /** One line per run, and one per line that it ran in a pod or on a node. */
  synchronized List<Typed> typed() {
    return runs.values().stream().flatMap(List::stream).map(line -> new Typed(line, "")).toList();
  }
}
