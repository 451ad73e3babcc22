package dev.cnilab.conformance.kubernetes.capture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that were reserved on a node before a transcript began: the first listing of {@code
 * host-local}'s files shows them, and no pod of the transcript has them.
 *
 * @param directory of their files
 */
public record ReservedBefore(String node, String directory, List<String> addresses) {
  private static final Pattern LISTING =
      Pattern.compile("(?s)ls (?:-\\w+ )?(/var/lib/cni/networks/\\w+)(?:;.*)?");
  private static final Pattern FILE = Pattern.compile("(?m)(?:^| )(10\\.244\\.\\d+\\.\\d+)$");

  /** Those of a transcript. */
  public static List<ReservedBefore> of(Transcript transcript) {
    Set<String> ofPods = new CapturedPods(transcript).addresses();
    Set<String> listed = new HashSet<>();
    List<ReservedBefore> found = new ArrayList<>();
    for (Transcript.Entry entry : transcript.entries()) {
      if (entry instanceof Transcript.Typed typed && !typed.node().isEmpty()) {
        Matcher listing = LISTING.matcher(typed.command());
        if (listing.matches() && listed.add(typed.node() + listing.group(1))) {
          List<String> foreign =
              files(typed.output()).stream().filter(each -> !ofPods.contains(each)).toList();
          if (!foreign.isEmpty()) {
            found.add(new ReservedBefore(typed.node(), listing.group(1), foreign));
          }
        }
      }
    }
    return found;
  }

  private static List<String> files(String answer) {
    return FILE.matcher(answer)
        .results()
        .map((MatchResult file) -> file.group(1))
        .distinct()
        .toList();
  }
}
