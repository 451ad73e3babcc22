package dev.cnilab.lab.names;

import dev.cnilab.lab.names.Asked.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses queries and answers from tcpdump's output. */
final class Capture {

  private static final Pattern QUESTION =
      Pattern.compile(
          ".*IP (\\S+)\\.(\\d+) > (\\S+)\\.53: (\\d+)\\+? (?:\\[\\S+\\] )?(\\S+)\\? (\\S*?)\\.?"
              + " \\(\\d+\\).*");

  private static final Pattern ANSWER =
      Pattern.compile(
          ".*IP (\\S+)\\.53 > (\\S+)\\.(\\d+): (\\d+) ?(\\S*) (\\d+)/\\d+/\\d+ ?(.*?)"
              + " ?\\(\\d+\\).*");

  private static final Pattern UNREACHABLE =
      Pattern.compile(".*IP (\\S+) > (\\S+): ICMP (\\S+) udp port 53 unreachable.*");

  /** A query that waits for its answer. */
  private record Open(String port, String id, Asked asked) {}

  private final List<Open> questions = new ArrayList<>();

  private Capture() {}

  /** The queries in order; those sent twice count once. */
  static List<Asked> read(String text) {
    Capture capture = new Capture();
    text.lines().forEach(capture::line);
    return capture.questions.stream().map(Open::asked).distinct().toList();
  }

  private void line(String line) {
    Matcher question = QUESTION.matcher(line);
    Matcher answer = ANSWER.matcher(line);
    Matcher unreachable = UNREACHABLE.matcher(line);
    if (question.matches()) {
      questions.add(
          new Open(
              question.group(2),
              question.group(4),
              new Asked(
                  question.group(6),
                  question.group(5),
                  question.group(3),
                  Answer.SILENCE,
                  "no answer")));
    } else if (answer.matches()) {
      answer(answer);
    } else if (unreachable.matches()) {
      refused(unreachable.group(3));
    }
  }

  private void answer(Matcher answer) {
    Answer kind = kind(answer.group(5), Integer.parseInt(answer.group(6)));
    String words =
        switch (kind) {
          case FOUND -> answer.group(7);
          case NO_SUCH_NAME -> "NXDOMAIN";
          case NO_SUCH_RECORD -> "the name exists, but has no such record";
          default -> answer.group(5).replaceAll("[*|$-]", "");
        };
    for (int index = 0; index < questions.size(); index++) {
      Open open = questions.get(index);
      if (open.port().equals(answer.group(3)) && open.id().equals(answer.group(4))) {
        questions.set(index, answered(open, kind, words));
      }
    }
  }

  private void refused(String server) {
    for (int index = questions.size() - 1; index >= 0; index--) {
      Open open = questions.get(index);
      if (open.asked().server().equals(server) && open.asked().kind() == Answer.SILENCE) {
        questions.set(index, answered(open, Answer.REFUSED, "refused: port unreachable"));
        return;
      }
    }
  }

  private static Open answered(Open open, Answer kind, String words) {
    Asked asked = open.asked();
    return new Open(
        open.port(), open.id(), new Asked(asked.name(), asked.type(), asked.server(), kind, words));
  }

  private static Answer kind(String code, int records) {
    if (code.startsWith("NXDomain")) {
      return Answer.NO_SUCH_NAME;
    }
    if (code.matches("[*|$-]*")) {
      return records > 0 ? Answer.FOUND : Answer.NO_SUCH_RECORD;
    }
    return Answer.FAILED;
  }
}
