package dev.cnilab.conformance.kubernetes.capture;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When each command of a transcript was typed. Where only remarks have a time, it is derived from
 * the answers: the age of a pod that was created in this session, or else the latest time they
 * contain.
 */
public final class Timeline {
  /** The duration of a command that waits for nothing. */
  public static final Duration COMMAND = Duration.ofMillis(200);

  private static final Pattern LOOKS =
      Pattern.compile(
          "(?s)(time )?kubectl (-n \\S+ )?(get|describe|logs) .*|crictl .*|journalctl .*|ls .*");

  /** A request to a service that was just created is made when the service is ready. */
  private static final Pattern ASKS = Pattern.compile("(kubectl exec .* |^)(curl|nslookup|dig) ");

  private static final Duration SETTLED = Duration.ofSeconds(2);

  /**
   * A request to a program whose ConfigMap was just changed is made when the change has reached it.
   */
  private static final Pattern CONFIGURED = Pattern.compile("(?m)^configmap/\\S+ (?!unchanged)");

  /** A kubelet syncs it once a minute, and the program at its own interval. */
  private static final Duration CONFIGURED_BY = Duration.ofSeconds(93);

  private static final Pattern MADE =
      Pattern.compile(
          "(?m)^(?:pod|service|deployment\\.apps)/(\\S+) (?:created|exposed|restarted)");
  private static final Pattern RESTARTED = Pattern.compile("(?m) restarted$");
  private static final Pattern NODE_ROW =
      Pattern.compile("(?m)^node-1 +(?:Not)?Ready +\\S+ +(\\S+) +v.*$");
  private static final Pattern SCHEDULED =
      Pattern.compile(
          "(?m)^ +\\w+ +(?:Scheduled|FailedScheduling) +(\\S+)(?: \\(x\\d+ over (\\S+)\\))?");
  private static final Pattern DESCRIBED = Pattern.compile("kubectl describe pod (\\S+).*");

  private final List<Transcript.Entry> entries;
  private final List<Instant> times;
  private final Map<String, Instant> made = new HashMap<>();
  private final Set<String> listed = new HashSet<>();
  private final Instant began;

  private Timeline(Transcript transcript) {
    began = transcript.began();
    entries = transcript.entries();
    times = new ArrayList<>(entries.size());
    Instant from = transcript.began();
    int i = 0;
    while (i < entries.size()) {
      int end = i;
      while (end < entries.size() && entries.get(end) instanceof Transcript.Typed) {
        end++;
      }
      stretch(i, end, from);
      if (end < entries.size()) {
        from = remarked(entries.get(end));
        times.add(from);
      }
      i = end + 1;
    }
  }

  /** For each entry, when it was typed or noted. */
  public static List<Instant> of(Transcript transcript) {
    return List.copyOf(new Timeline(transcript).times);
  }

  /** Whether an entry only inspects, as one of several commands typed together. */
  public static boolean looks(Transcript.Entry entry) {
    return entry instanceof Transcript.Typed typed && LOOKS.matcher(typed.command()).matches();
  }

  /** The age of the first node in a transcript. */
  public static Duration firstAge(Transcript transcript) {
    return transcript.entries().stream()
        .filter(Transcript.Typed.class::isInstance)
        .flatMap(typed -> NODE_ROW.matcher(((Transcript.Typed) typed).output()).results())
        .map(row -> PrintedTimes.age(row.group(1)))
        .findFirst()
        .orElse(Duration.ofMinutes(1));
  }

  private static Instant remarked(Transcript.Entry remark) {
    return switch (remark) {
      case Transcript.Noted noted -> noted.at();
      case Transcript.Awaited awaited -> awaited.until();
      case Transcript.Typed typed ->
          throw new IllegalArgumentException(typed.command() + " is not a remark");
    };
  }

  /** The commands between two remarks. */
  private void stretch(int begin, int end, Instant from) {
    Instant latest = latest(end);
    Instant time = from;
    boolean changed = false;
    for (int i = begin; i < end; i++) {
      Transcript.Typed typed = (Transcript.Typed) entries.get(i);
      if (i > 0 && entries.get(i - 1) instanceof Transcript.Noted noted && noted.isOnlyTime()) {
        time = noted.at();
      } else if (looks(typed)) {
        Optional<Instant> told = told(typed, latest);
        for (int later = i + 1; told.isEmpty() && later < end && joins(typed, later); later++) {
          told = told((Transcript.Typed) entries.get(later), latest);
        }
        boolean goesOn = i > begin && looks(entries.get(i - 1)) && !typed.node().isEmpty();
        Instant until = told.orElse(goesOn || !changed ? time : latest(i, end, from));
        Instant oldEnough = young(typed, until).orElse(until);
        until = oldEnough.isAfter(until) && oldEnough.isBefore(latest) ? oldEnough : until;
        time = until.isAfter(time) ? until : time;
      } else if (ASKS.matcher(typed.command()).find() && i > begin) {
        Instant settled = settled(i, end, time, latest);
        time = settled.isBefore(latest) ? settled : time;
      } else {
        Instant creation = creation(typed, i);
        time = creation.isAfter(time) && creation.isBefore(latest) ? creation : time;
      }
      changed |= !looks(typed);
      Instant now = time;
      times.add(now);
      MADE.matcher(typed.output()).results().forEach(line -> made.put(line.group(1), now));
      time = time.plus(COMMAND);
    }
  }

  /** When a request was made to a service that the previous command has changed. */
  private Instant settled(int i, int end, Instant time, Instant latest) {
    Transcript.Typed before = (Transcript.Typed) entries.get(i - 1);
    if (ASKS.matcher(before.command()).find()) {
      return time;
    }
    if (CONFIGURED.matcher(before.output()).find()) {
      return time.plus(CONFIGURED_BY);
    }
    for (int later = i + 1; RESTARTED.matcher(before.output()).find() && later < end; later++) {
      Optional<Instant> told = told((Transcript.Typed) entries.get(later), latest);
      if (told.isPresent()) {
        return told.get().minus(SETTLED);
      }
    }
    return time.plus(SETTLED);
  }

  /** When a pod was created, according to later output: its first event, or its start time. */
  private Instant creation(Transcript.Typed typed, int entry) {
    Optional<String> pod = CapturedPods.created(typed);
    if (pod.isEmpty()) {
      return Instant.MIN;
    }
    for (Transcript.Entry later : entries.subList(entry, entries.size())) {
      if (later instanceof Transcript.Typed other) {
        boolean tells =
            other.command().contains("involvedObject.name=" + pod.get() + " ")
                || other.command().equals("kubectl describe pod " + pod.get());
        Optional<Instant> first = tells ? first(other) : Optional.empty();
        if (first.isPresent()) {
          return first.get();
        }
      }
    }
    return Instant.MIN;
  }

  private static Optional<Instant> first(Transcript.Typed typed) {
    String text =
        typed.output().lines().filter(line -> !line.contains("<none>")).collect(joining("\n"));
    return PrintedTimes.stamps(text).stream().min(Instant::compareTo);
  }

  /** Whether a command was typed together with a later one: a new look begins with kubectl. */
  private boolean joins(Transcript.Typed typed, int later) {
    Transcript.Typed other = (Transcript.Typed) entries.get(later);
    return LOOKS.matcher(other.command()).matches()
        && (typed.node().isEmpty() || !other.node().isEmpty());
  }

  /** Without an age: the latest time in the answers, or shortly before the next remark. */
  private Instant latest(int i, int end, Instant from) {
    Instant bound = latest(end);
    Instant latest = from;
    for (int k = i; k < end; k++) {
      Transcript.Typed typed = (Transcript.Typed) entries.get(k);
      if (!LOOKS.matcher(typed.command()).matches()) {
        break;
      }
      for (Instant stamp : PrintedTimes.stamps(typed.output())) {
        latest = stamp.isAfter(latest) && !stamp.isAfter(bound) ? stamp : latest;
      }
    }
    if (latest.equals(from) && end < entries.size()) {
      Instant before = bound.minus(COMMAND.multipliedBy(2L * (end - i)));
      return before.isAfter(from) ? before : from;
    }
    return latest;
  }

  /** The commands before a remark were typed before the wait that the remark reports. */
  private Instant latest(int end) {
    if (end >= entries.size()) {
      return Instant.MAX;
    }
    return entries.get(end) instanceof Transcript.Awaited awaited
        ? awaited.from().plusMillis(500)
        : remarked(entries.get(end)).plusMillis(500);
  }

  /** When a command was typed, according to the age of a pod in its answer. */
  private Optional<Instant> told(Transcript.Typed typed, Instant latest) {
    List<Instant> candidates = new ArrayList<>();
    int ageColumn = -1;
    for (String line : typed.output().split("\n", -1)) {
      if (line.startsWith("NAME ")) {
        ageColumn = line.indexOf("AGE");
      } else if (ageColumn > 0 && line.length() > ageColumn) {
        String age = line.substring(ageColumn).split(" ", 2)[0];
        since(line.split(" ", 2)[0].replaceFirst(".*/", ""))
            .ifPresent(creation -> candidates.add(creation.plus(PrintedTimes.age(age))));
      }
    }
    Matcher described = DESCRIBED.matcher(typed.command());
    if (described.matches()) {
      SCHEDULED
          .matcher(typed.output())
          .results()
          .limit(1)
          .forEach(
              row ->
                  since(described.group(1))
                      .ifPresent(
                          creation ->
                              candidates.add(
                                  creation.plus(
                                      PrintedTimes.age(
                                          row.group(2) == null ? row.group(1) : row.group(2))))));
    }
    // A pod from before a restart of its Deployment is older than its successor can be.
    return candidates.stream()
        .filter(time -> !time.isAfter(latest))
        .max(Instant::compareTo)
        .or(() -> candidates.isEmpty() ? Optional.empty() : Optional.of(latest));
  }

  /**
   * When a listing was made at the earliest, according to a pod that was created in this session
   * without a record: one of a DaemonSet that is about as old as the session is by then.
   *
   * @param about when it was made otherwise
   */
  private Optional<Instant> young(Transcript.Typed typed, Instant about) {
    return SilentRestarts.rows(typed)
        .filter(row -> listed.add(row.group("pod")))
        .map(row -> PrintedTimes.age(row.group("age")))
        .filter(age -> about.minus(age).isAfter(began.minus(SilentRestarts.UNSURE)))
        .map(began::plus)
        .max(Instant::compareTo);
  }

  /** When a pod, or its Deployment, was created in this session. */
  private Optional<Instant> since(String pod) {
    return made.entrySet().stream()
        .filter(each -> pod.equals(each.getKey()) || pod.startsWith(each.getKey() + "-"))
        .max(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
  }
}
