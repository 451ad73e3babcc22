package dev.cnilab.lab.duty;

import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.oncall.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One incident, from the page to the debrief, at a terminal. */
final class Turn {

  private static final String WORDS =
      """
        answer     say what is wrong, and where; as often as you like, the last counts
        resolved   say that it is over: the cluster is judged by its state
        page       read the page again
        leave      leave it as it is, and hear what it was
      Every other line is run by your shell, with that cluster.\
      """;

  /** Who has repaired it sees whether it works, and may say so again. */
  private static final Duration TO_RECOVER = Duration.ofMinutes(1);

  private final Terminal terminal;
  private final Case here;
  private final Choices choices;
  private final String kubeconfig;
  private final Instant paged;
  private final List<Typed> typed = new ArrayList<>();
  private Optional<Answer> answer = Optional.empty();
  private int refused;

  /** What somebody thinks, and since when. */
  private record Answer(String what, String where, Duration after) {}

  Turn(Terminal terminal, Case here, String kubeconfig) {
    this.terminal = terminal;
    this.here = here;
    this.choices = Choices.of(here);
    this.kubeconfig = kubeconfig;
    this.paged = terminal.clock().instant();
  }

  /** Plays it; ends when it is over, or when there is no more to read. */
  Played play() {
    page();
    terminal.say(
        """

        In another terminal:  export KUBECONFIG=%s
                              kubectl get pods -A -o wide
                              ./lab node worker-1 -- ip route
        Here:
        %s\
        """
            .formatted(kubeconfig, WORDS));
    boolean repaired = untilOver();
    Played played = played(repaired);
    terminal.say("\n" + new Debrief(here, played, typed).text());
    return played;
  }

  private boolean untilOver() {
    while (true) {
      Optional<String> line = terminal.asked("on call> ");
      switch (line.orElse("leave")) {
        case "" -> {}
        case "page" -> page();
        case "help" -> terminal.say(WORDS);
        case "answer" -> answer();
        case "leave" -> {
          return false;
        }
        case "resolved" -> {
          if (isResolved()) {
            return true;
          }
        }
        default -> typed.add(new Typed(line.get(), terminal.shell().run(line.get(), kubeconfig)));
      }
    }
  }

  private void page() {
    String time = DateTimeFormatter.ofPattern("HH:mm").format(paged.atZone(ZoneId.systemDefault()));
    terminal.say("\n%s  \"%s\"".formatted(time, here.fault().report()));
  }

  private void answer() {
    Optional<String> what = chosen("What is wrong?", choices.what());
    Optional<String> where = what.flatMap(said -> chosen("Where?", choices.where()));
    if (what.isPresent() && where.isPresent()) {
      answer = Optional.of(new Answer(what.get(), where.get(), sincePage()));
      terminal.say("Noted.");
    }
  }

  private Optional<String> chosen(String question, List<String> options) {
    terminal.say(question);
    for (int index = 0; index < options.size(); index++) {
      terminal.say("  %c) %s".formatted('a' + index, options.get(index)));
    }
    while (true) {
      Optional<String> letter = terminal.asked("a letter, or nothing: ");
      if (letter.orElse("").isEmpty()) {
        return Optional.empty();
      }
      int index = letter.get().length() == 1 ? letter.get().charAt(0) - 'a' : -1;
      if (index >= 0 && index < options.size()) {
        return Optional.of(options.get(index));
      }
      terminal.say("'%s' is none of them.".formatted(letter.get()));
    }
  }

  private boolean isResolved() {
    if (answer.isEmpty()) {
      terminal.say("Say first what it was: answer");
      return false;
    }
    terminal.say("Looking: users, new pods, addresses, and what else is set up …");
    Verdict verdict = here.verdict(TO_RECOVER);
    switch (verdict) {
      case Verdict.Whole whole -> {
        return true;
      }
      case Verdict.Open open ->
          terminal.say(
              """
              Users are served, but it is not as it was: %s
              Who stops here only hides the symptom, or leaves something behind.\
              """
                  .formatted(open.complaint()));
      case Verdict.Closed closed -> terminal.say("Not yet: " + closed.complaint());
    }
    Tried.in(here)
        .forEach(
            decoy ->
                terminal.say(
                    "What you did, %s, is no repair: %s".formatted(decoy.title(), decoy.why())));
    refused++;
    return false;
  }

  private Played played(boolean repaired) {
    Incident incident = here.prepared().incident();
    return new Played(
        terminal.clock().instant(),
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
    Fault fault = here.fault();
    return said.what().equals(Choices.what(fault)) && said.where().equals(Choices.where(fault));
  }

  private Duration sincePage() {
    return Duration.between(paged, terminal.clock().instant());
  }
}
