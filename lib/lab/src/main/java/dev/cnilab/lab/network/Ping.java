package dev.cnilab.lab.network;

import dev.cnilab.lab.place.Output;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Picture;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * What a ping showed.
 *
 * @param from who asked, by name
 * @param to who was asked, as it was called
 * @param sent echo requests sent
 * @param replies echo replies that came back
 * @param complaints lines that report an error
 */
public record Ping(
    String from, String to, int sent, List<Reply> replies, List<String> complaints, Output output)
    implements Tabular {

  /**
   * One echo reply.
   *
   * @param ttl what was left of its time to live when it arrived
   * @param milliseconds round-trip time
   */
  public record Reply(int sequence, String from, int ttl, double milliseconds) {}

  // iputils says icmp_seq and counts from 1, busybox says seq and counts from 0.
  private static final Pattern REPLY =
      Pattern.compile(
          "\\d+ bytes from (\\S+): (?:icmp_)?seq=(\\d+) ttl=(\\d+) time=([\\d.]+) ms.*");
  private static final Pattern SENT = Pattern.compile("(\\d+) packets transmitted.*");
  private static final Pattern COMPLAINT = Pattern.compile("(?:From \\S+ (?:icmp_)?seq=|ping: ).*");

  public Ping {
    replies = List.copyOf(replies);
    complaints = List.copyOf(complaints);
  }

  /** Reads what ping printed. */
  public static Ping read(String from, String to, Output output) {
    int sent = 0;
    List<Reply> replies = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (String line : output.printed().lines().toList()) {
      Matcher reply = REPLY.matcher(line);
      Matcher statistics = SENT.matcher(line);
      if (reply.matches()) {
        replies.add(
            new Reply(
                Integer.parseInt(reply.group(2)),
                reply.group(1),
                Integer.parseInt(reply.group(3)),
                Double.parseDouble(reply.group(4))));
      } else if (statistics.matches()) {
        sent = Integer.parseInt(statistics.group(1));
      } else if (COMPLAINT.matcher(line).matches()) {
        complaints.add(line);
      }
    }
    return new Ping(from, to, sent, replies, complaints, output);
  }

  /** Whether every request was answered. */
  public boolean succeeded() {
    return sent > 0 && received() == sent;
  }

  public int received() {
    return replies.size();
  }

  /** The lost share in percent, 100 if nothing could be sent. */
  public int lossPercent() {
    return sent == 0 ? 100 : 100 * (sent - received()) / sent;
  }

  /** Received of sent in words: {@code "3 of 3 answered"}. */
  public String summary() {
    String counts = sent == 0 ? "nothing was sent" : received() + " of " + sent + " answered";
    return complaints.isEmpty() ? counts : counts + "; " + complaints.getFirst();
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "`ping` from " + from + " to " + to,
                List.of("sequence", "reply from", "ttl", "round trip in ms"),
                replies,
                reply ->
                    List.of(
                        Cell.of(reply.sequence()),
                        Cell.of(reply.from()),
                        Cell.of(reply.ttl()),
                        Cell.of(reply.milliseconds())))
            .note(succeeded() ? Tone.GOOD : Tone.BAD, counts());
    for (String complaint : complaints) {
      view = view.note(Tone.WARNING, "`" + complaint + "`");
    }
    if (!replies.isEmpty()) {
      view = view.note(TimeToLive.of(replies.getFirst().ttl()).toString());
    }
    return view.folded(output.kubectl(), output.printed());
  }

  /** The round-trip times as a chart: a bar a request, and a gap where no reply came. */
  public Picture chart() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(560)
            .height(260)
            .title("Round trips from " + from + " to " + to)
            .xAxisTitle("sequence number")
            .yAxisTitle("round trip in ms")
            .build();
    chart.addSeries("round trip in ms", sequences(), sequences().stream().map(this::time).toList());
    return new Picture(
        chart,
        sequences().stream()
            .map(
                each ->
                    "number "
                        + each
                        + ": "
                        + (time(each) == null ? "no reply" : time(each) + " ms"))
            .collect(Collectors.joining(", ")));
  }

  private List<Integer> sequences() {
    int first = replies.stream().anyMatch(reply -> reply.sequence() == 0) ? 0 : 1;
    return IntStream.range(first, first + Math.max(1, sent)).boxed().toList();
  }

  /** The time of the first reply to a request; another one is a duplicate. */
  private @Nullable Double time(int sequence) {
    return replies.stream()
        .filter(reply -> reply.sequence() == sequence)
        .map(Reply::milliseconds)
        .findFirst()
        .orElse(null);
  }

  private String counts() {
    return "%d sent, %d answered, %d%% lost".formatted(sent, received(), lossPercent());
  }
}
