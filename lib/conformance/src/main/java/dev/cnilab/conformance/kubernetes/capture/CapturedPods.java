package dev.cnilab.conformance.kubernetes.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pods in a transcript: which it creates, on which node, and which address each had. */
public final class CapturedPods {
  private static final Pattern ROW =
      Pattern.compile("(?m)^(\\S+) +\\d+/\\d+ .*? (10\\.244\\.\\d+\\.\\d+) +node-\\d.*$");
  private static final Pattern DESCRIPTION =
      Pattern.compile("(?ms)^Name: +(\\S+)$.*?^IP: +(10\\.244\\.\\d+\\.\\d+)$");
  private static final Pattern REMARK = Pattern.compile("(\\S+) (10\\.244\\.\\d+\\.\\d+) on node");
  private static final Pattern CREATED = Pattern.compile("(?m)^pod/(\\S+) created$");
  private static final Pattern DELETED = Pattern.compile("(?m)^pod \"(\\S+)\" deleted");
  private static final Pattern NODE = Pattern.compile("(?:nodeName|hostname): (node-\\d)");
  private static final Pattern OCTET = Pattern.compile("10\\.244\\.(\\d+)\\.\\d+");

  private record Address(int entry, String pod, String address) {}

  private final List<Transcript.Entry> entries;
  private final List<Address> addresses = new ArrayList<>();
  private final Map<String, String> nodes = new HashMap<>();
  private final Set<String> deleted = new LinkedHashSet<>();

  /** The entry that first created a pod. */
  private final Map<String, Integer> made = new LinkedHashMap<>();

  public CapturedPods(Transcript transcript) {
    entries = transcript.entries();
    for (int i = 0; i < entries.size(); i++) {
      int at = i;
      switch (entries.get(i)) {
        case Transcript.Noted noted -> addAll(at, REMARK.matcher(noted.what()));
        case Transcript.Awaited awaited -> {}
        case Transcript.Typed typed -> {
          addAll(at, ROW.matcher(typed.output()));
          if (typed.command().contains("describe pod")) {
            addAll(at, DESCRIPTION.matcher(typed.output()));
          }
          created(typed).ifPresent(pod -> madeBy(typed, at, pod));
          DELETED.matcher(typed.output()).results().forEach(line -> deleted.add(line.group(1)));
        }
      }
    }
  }

  private void addAll(int entry, Matcher found) {
    found.results().map(m -> new Address(entry, m.group(1), m.group(2))).forEach(addresses::add);
  }

  private void madeBy(Transcript.Typed typed, int entry, String pod) {
    made.putIfAbsent(pod, entry);
    Matcher node = NODE.matcher(typed.command());
    if (node.find()) {
      nodes.put(pod, node.group(1));
    }
  }

  /** A line of text without the names of the pods that the transcript creates. */
  public String withoutNames(String line) {
    String left = line;
    for (String pod : made.keySet()) {
      left = left.replaceAll("(?<![-\\w])" + Pattern.quote(pod) + "(?![-\\w])", "<a pod>");
    }
    return left;
  }

  /** The addresses that pods of the transcript had. */
  Set<String> addresses() {
    return addresses.stream().map(Address::address).collect(Collectors.toSet());
  }

  /** The single pod that a command created. */
  public static Optional<String> created(Transcript.Typed typed) {
    return CREATED.matcher(typed.output()).results().map(line -> line.group(1)).findFirst();
  }

  /**
   * The pods that were deleted after an entry without a record: the transcript no longer mentions
   * them, and later creates them again or lists pods without them.
   */
  public List<String> deletedAfter(int entry) {
    return made.keySet().stream()
        .filter(pod -> !deleted.contains(pod) && isGoneAfter(pod, entry))
        .toList();
  }

  private boolean isGoneAfter(String pod, int entry) {
    if (!mentions(entries.get(entry), pod)) {
      return false;
    }
    for (Transcript.Entry later : entries.subList(entry + 1, entries.size())) {
      if (later instanceof Transcript.Typed typed) {
        boolean again = created(typed).filter(pod::equals).isPresent();
        boolean listed = typed.command().matches("kubectl get pods( -o wide)?");
        if (again || (listed && !mentions(later, pod))) {
          return true;
        }
        if (mentions(later, pod)) {
          return false;
        }
      } else if (mentions(later, pod)) {
        return false;
      }
    }
    return false;
  }

  /** Whether an entry contains a pod's name, or an address that it had. */
  private boolean mentions(Transcript.Entry entry, String pod) {
    String names =
        Stream.concat(
                Stream.of(pod),
                addresses.stream().filter(each -> each.pod().equals(pod)).map(Address::address))
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    Pattern word = Pattern.compile("(?<![-\\w.])(" + names + ")(?![-\\w])");
    return switch (entry) {
      case Transcript.Noted noted -> word.matcher(noted.what()).find();
      case Transcript.Awaited awaited -> word.matcher(awaited.what()).find();
      case Transcript.Typed typed ->
          word.matcher(typed.command()).find() || word.matcher(typed.output()).find();
    };
  }

  /** Whether the pod with a generated name was ready when it was last listed before an entry. */
  public boolean wasReady(String pod, int entry) {
    Pattern row = Pattern.compile("(?m)^" + Pattern.quote(pod) + " +1/1 ");
    Pattern other = Pattern.compile("(?m)^" + Pattern.quote(pod) + " +0/1 ");
    for (int i = entry - 1; i >= 0; i--) {
      if (entries.get(i) instanceof Transcript.Typed typed) {
        if (row.matcher(typed.output()).find()) {
          return true;
        }
        if (other.matcher(typed.output()).find()) {
          return false;
        }
      }
    }
    return false;
  }

  /** Whether any command of the transcript involves a pod, or its owner. */
  public boolean concern(String pod) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof Transcript.Typed typed
                    && Pattern.compile("\\W" + Pattern.quote(owner(pod)) + "(\\W|$)")
                        .matcher(typed.command())
                        .find());
  }

  /** The name of the Deployment or DaemonSet that a pod with a generated name belongs to. */
  public static String owner(String pod) {
    return pod.replaceFirst("(-[0-9a-f]{8,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$", "");
  }

  /**
   * The pod with an address when an entry was typed, according to the nearest entry that shows it.
   */
  public Optional<String> owner(String address, int entry) {
    Optional<Address> nearest =
        addresses.stream()
            .filter(each -> each.address().equals(address))
            .min((a, b) -> Math.abs(a.entry() - entry) - Math.abs(b.entry() - entry));
    return nearest.map(Address::pod).or(() -> madeThere(address, entry));
  }

  private boolean isMadeBefore(String pod, int entry) {
    return made.getOrDefault(pod, Integer.MAX_VALUE) < entry;
  }

  /**
   * Without a record of an address: of the pods created on its node, the one whose position matches
   * the address's. host-local allocates addresses in order.
   */
  private Optional<String> madeThere(String address, int entry) {
    List<String> there =
        made.keySet().stream()
            .filter(pod -> isMadeBefore(pod, entry))
            .filter(pod -> nodeOf(address).equals(nodes.get(pod)))
            .filter(pod -> addresses.stream().noneMatch(each -> each.pod().equals(pod)))
            .toList();
    List<String> untold =
        entries.stream()
            .filter(Transcript.Typed.class::isInstance)
            .flatMap(typed -> OCTET.matcher(((Transcript.Typed) typed).command()).results())
            .map(MatchResult::group)
            .filter(each -> nodeOf(each).equals(nodeOf(address)))
            .filter(each -> addresses.stream().noneMatch(known -> known.address().equals(each)))
            .distinct()
            .sorted(Comparator.comparingInt(CapturedPods::last))
            .toList();
    if (untold.size() < 2 || untold.size() > there.size()) {
      return made.keySet().stream()
          .filter(pod -> isMadeBefore(pod, entry) && nodeOf(address).equals(nodes.get(pod)))
          .reduce((first, last) -> last);
    }
    return Optional.of(there.get(untold.indexOf(address)));
  }

  private static String nodeOf(String address) {
    MatchResult octet = OCTET.matcher(address).results().findFirst().orElseThrow();
    return "node-" + (Integer.parseInt(octet.group(1)) + 1);
  }

  private static int last(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
  }

  /** The last pod created on a node before an entry. */
  public Optional<String> lastMadeOn(String node, int entry) {
    return entries.subList(0, entry).stream()
        .filter(Transcript.Typed.class::isInstance)
        .map(typed -> created((Transcript.Typed) typed))
        .flatMap(Optional::stream)
        .filter(pod -> node.equals(nodes.get(pod)))
        .reduce((first, last) -> last);
  }
}
