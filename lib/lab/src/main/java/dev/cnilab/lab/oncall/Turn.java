package dev.cnilab.lab.oncall;

import dev.cnilab.lab.oncall.incident.Case;
import dev.cnilab.lab.oncall.incident.Choices;
import dev.cnilab.lab.oncall.logbook.Played;
import dev.cnilab.lab.oncall.worth.Typed;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One incident at a terminal, from the page to the debrief. */
final class Turn {

  private static final String WORDS =
      """
        answer     say what is wrong, and where; as often as you like, the last counts
        resolved   say that it is over: the cluster is judged by its state
        page       read the page again
        leave      leave it as it is, and hear what it was
        help       read this again
      Every other line is run by a shell of yours, each by itself, with that cluster. Ctrl-C ends that line only.\
      """;

  private final OnCallTerminal terminal;
  private final Handling handling;
  private final String kubeconfig;
  private final String outside;
  private final OtherTerminal elsewhere;
  private final List<Typed> typed = new ArrayList<>();

  /**
   * Creates a turn at a terminal.
   *
   * @param kubeconfig for lines typed here
   * @param outside the kubeconfig for other terminals
   * @param elsewhere observes what is typed there
   */
  Turn(
      OnCallTerminal terminal,
      Case here,
      String kubeconfig,
      String outside,
      OtherTerminal elsewhere) {
    this.terminal = terminal;
    this.handling = new Handling(here, terminal.clock());
    this.kubeconfig = kubeconfig;
    this.outside = outside;
    this.elsewhere = elsewhere;
  }

  /** Plays it until it is over or the input ends. */
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
            .formatted(outside, WORDS));
    Played played = handling.played(untilOver());
    terminal.say(
        "\n"
            + new Debrief(handling.here(), played, handling.worth(), typed, elsewhere.typed())
                .text());
    return played;
  }

  private boolean untilOver() {
    while (true) {
      Optional<String> line = terminal.asked("on call> ");
      switch (line.map(Turn::word).orElse("leave")) {
        case "" -> {}
        case "page" -> page();
        case "help" -> terminal.say(WORDS);
        case "answer" -> answer();
        case "exit", "quit", "logout" -> terminal.say("Type leave, and you hear what it was.");
        case "leave" -> {
          return false;
        }
        case "resolved" -> {
          if (isResolved()) {
            return true;
          }
        }
        default -> typed.add(new Typed(line.get(), terminal.run(line.get(), kubeconfig)));
      }
    }
  }

  /**
   * The command of ours that a line denotes, ignoring case; otherwise the line is for the shell.
   */
  private static String word(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    return lower.matches("(answer|resolved|leave)([\\s.!,:?].*)?")
        ? lower.replaceAll("\\W.*", "")
        : lower;
  }

  private void page() {
    String time =
        DateTimeFormatter.ofPattern("HH:mm")
            .format(handling.paged().atZone(ZoneId.systemDefault()));
    terminal.say("\n%s  \"%s\"".formatted(time, handling.here().fault().report()));
  }

  private void answer() {
    Optional<String> what = chosen("What is wrong?", handling.choices().what());
    Optional<String> where =
        what.flatMap(
            said ->
                Choices.isNothing(said)
                    ? Optional.of(Choices.NOWHERE)
                    : chosen("Where?", handling.choices().where()));
    if (what.isPresent() && where.isPresent()) {
      String before = handling.isAnswered() ? ", in place of what you said before" : "";
      handling.answer(what.get(), where.get());
      terminal.say("Noted: %s, %s%s.".formatted(what.get(), where.get(), before));
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
      Optional<String> meant = Choices.meant(options, letter.get());
      if (meant.isPresent()) {
        return meant;
      }
      terminal.say("'%s' is none of them.".formatted(letter.get()));
    }
  }

  private boolean isResolved() {
    if (!handling.isAnswered()) {
      terminal.say("Say first what it was: answer");
      return false;
    }
    terminal.say("Looking: users, new pods, addresses, and what else is set up …");
    List<String> complaints = handling.handIn();
    complaints.forEach(terminal::say);
    return complaints.isEmpty();
  }
}
