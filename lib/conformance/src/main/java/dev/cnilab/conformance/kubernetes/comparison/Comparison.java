package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.CapturedPods;
import dev.cnilab.conformance.kubernetes.capture.Timeline;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares answers with captured ones. */
public final class Comparison {
  private static final Pattern EVENT = Pattern.compile(" +(?:Normal|Warning) +(\\S+) +(\\S+) .*");
  private static final Pattern POD_ROW = Pattern.compile("(\\S+) +\\d+/\\d+ .*");
  private static final Pattern CUT = Pattern.compile("(?s).*\\| tail -(\\d+)");

  private final CapturedPods pods;
  private final History history;
  private final Sandboxes captured = new Sandboxes();
  private final Sandboxes ours = new Sandboxes();

  public Comparison(Transcript transcript, CapturedPods pods, History history) {
    this.pods = pods;
    this.history = history;
    for (Transcript.Entry entry : transcript.entries()) {
      if (entry instanceof Transcript.Typed typed) {
        captured.note(typed.output());
      }
    }
  }

  /**
   * Compares one answer.
   *
   * @param elapsed since the transcript began
   */
  public Outcome of(Transcript.Typed typed, String answer, Duration elapsed) {
    ours.note(answer);
    boolean journal = typed.command().startsWith("journalctl");
    String theirs = ofThisSession(typed, elapsed);
    String expected =
        Names.ours(Environment.withoutIt(typed.node(), journal ? captured.own(theirs) : theirs));
    String found =
        Environment.withoutIt(typed.node(), sinceTheBeginning(journal ? ours.own(answer) : answer));
    boolean cut = isCut(typed);
    List<String> missing = part(cut, expected).without(Alike.of(found));
    List<String> surplus = part(cut, found).without(Alike.of(expected));
    return new Outcome(
        (typed.node() + "$ " + typed.command()).lines().findFirst().orElse(""),
        missing.isEmpty() && surplus.isEmpty(),
        missing,
        surplus);
  }

  private static Alike part(boolean cut, String answer) {
    return cut ? Alike.ofLaterPart(answer) : Alike.of(answer);
  }

  /** Whether a {@code tail} has cut off the beginning of the captured answer. */
  private static boolean isCut(Transcript.Typed typed) {
    Matcher tail = CUT.matcher(typed.command());
    return tail.matches() && typed.output().lines().count() >= Integer.parseInt(tail.group(1));
  }

  /** The captured answer without what went on in other sessions: before this one, or besides it. */
  private String ofThisSession(Transcript.Typed typed, Duration elapsed) {
    boolean listing = !history.isEmpty() && typed.command().matches("kubectl get pods( -o wide)?");
    return typed
        .output()
        .lines()
        .filter(line -> !(listing && isForeign(line)) && !isOlder(line, elapsed))
        .collect(Collectors.joining("\n"));
  }

  private boolean isForeign(String line) {
    Matcher row = POD_ROW.matcher(line);
    return row.matches() && !pods.concern(row.group(1));
  }

  private boolean isOlder(String line, Duration elapsed) {
    Matcher event = EVENT.matcher(line);
    return !history.isEmpty()
        && event.matches()
        && Timeline.age(event.group(2)).compareTo(elapsed.plusSeconds(2)) > 0;
  }

  private String sinceTheBeginning(String answer) {
    Set<String> old = history.events();
    return answer
        .lines()
        .filter(
            line ->
                !EVENT.matcher(line).matches()
                    || old.stream().noneMatch(words -> oneBlank(line).endsWith(words)))
        .collect(Collectors.joining("\n"));
  }

  private static String oneBlank(String line) {
    return line.replaceAll(" +", " ").strip();
  }
}
