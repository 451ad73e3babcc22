package dev.cnilab.lab.oncall;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.fault.Remedy;
import dev.cnilab.lab.oncall.incident.Case;
import dev.cnilab.lab.oncall.incident.Choices;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.logbook.Played;
import dev.cnilab.lab.oncall.logbook.Times;
import dev.cnilab.lab.oncall.worth.Typed;
import dev.cnilab.lab.stage.StageVerdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An incident being handled, from the page to the end. */
public final class Handling {

  private final Case here;
  private final InstantSource clock;
  private final Choices choices;
  private final Instant paged;
  private Optional<Answer> answer = Optional.empty();
  private final List<Typed> did = new ArrayList<>();
  private int refused;

  /** An answer, and the time it took. */
  private record Answer(String what, String where, Duration after) {}

  /** Starts the time. */
  public Handling(Case here, InstantSource clock) {
    this.here = here;
    this.clock = clock;
    this.choices = Choices.of(here);
    this.paged = clock.instant();
  }

  public Case here() {
    return here;
  }

  public Choices choices() {
    return choices;
  }

  Instant paged() {
    return paged;
  }

  /** Adds commands that were run by cells of a notebook. */
  public void did(List<Typed> lines) {
    did.addAll(lines);
  }

  List<Typed> did() {
    return List.copyOf(did);
  }

  /** Sets the answer to what is wrong, and where; the last one counts. */
  public void answer(String what, String where) {
    answer = Optional.of(new Answer(what, where, sincePage()));
  }

  /**
   * The same, by letters or words of the choices.
   *
   * @return the answer in words
   * @throws LabException if one of them is invalid
   */
  public String choose(String what, String where) {
    String cause = named(choices.what(), what);
    String place = named(choices.where(), where);
    answer(cause, place);
    return cause + ", " + place;
  }

  private static String named(List<String> options, String typed) {
    return Choices.meant(options, typed)
        .orElseThrow(
            () ->
                LabException.of(
                    "could not note your answer",
                    "'%s' is neither a letter of the page's table nor its words".formatted(typed),
                    Suggestions.NAME_A_LETTER));
  }

  public boolean isAnswered() {
    return answer.isPresent();
  }

  /**
   * Hands in what was done. A refusal counts in the record.
   *
   * @return what is still wrong, in words; empty if the incident is over
   */
  public List<String> handIn() {
    StageVerdict verdict = here.verdict();
    String words =
        switch (verdict) {
          case StageVerdict.Whole whole -> "";
          case StageVerdict.Open open ->
              """
              Users are served, but it is not as it was: %s
              That only hides the symptom, or leaves something behind.\
              """
                  .formatted(open.complaint());
          case StageVerdict.Closed closed -> "Not yet: " + closed.complaint();
        };
    if (words.isEmpty()) {
      return List.of();
    }
    refused++;
    return Stream.concat(Stream.of(words), TriedDecoys.in(here).stream().map(Handling::noRepair))
        .toList();
  }

  private static String noRepair(Remedy decoy) {
    return "What you did, %s, is no repair: %s".formatted(decoy.title(), decoy.why());
  }

  /** The record of the incident if it ends now. */
  public Played played(boolean repaired) {
    Incident incident = here.prepared().incident();
    return new Played(
        clock.instant(),
        incident.seed(),
        incident.fault().name(),
        incident.fault().kind(),
        incident.plugin(),
        incident.fault().level(),
        answer.filter(this::isRight).isPresent(),
        repaired,
        answer.map(Answer::after).orElse(Duration.ZERO),
        sincePage(),
        refused);
  }

  private boolean isRight(Answer said) {
    return isCause(said) && isPlace(said);
  }

  private boolean isCause(Answer said) {
    return said.what().equals(Choices.what(here.fault()));
  }

  private boolean isPlace(Answer said) {
    return said.where().equals(Choices.where(here.fault()));
  }

  /** The assessment of the answer, in words. */
  String worth() {
    return answer.map(this::worth).orElse("none was given");
  }

  private String worth(Answer said) {
    String after = ", after " + Times.inWords(said.after());
    if (isRight(said)) {
      return "right" + after;
    }
    if (isCause(said)) {
      return "right cause, wrong place: you said " + said.where() + after;
    }
    return (isPlace(said) ? "right place, wrong cause" : "wrong")
        + ": you said \"%s, %s\"".formatted(said.what(), said.where())
        + after;
  }

  private Duration sincePage() {
    return Duration.between(paged, clock.instant());
  }
}
