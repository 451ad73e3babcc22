package dev.cnilab.lab.network;

import dev.cnilab.lab.shell.Output;
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
 * The result of a ping.
 *
 * @param from the name of the sender
 * @param to the target, as given
 * @param sent the number of echo requests
 * @param replies the echo replies received
 * @param complaints lines that report an error
 */
public record Ping(
    String from, String to, int sent, List<Reply> replies, List<String> complaints, Output output)
    implements Tabular {

  /**
   * An echo reply.
   *
   * @param ttl its TTL on arrival
   * @param milliseconds round-trip time
   */
  public record Reply(int sequence, String from, int ttl, double milliseconds) {}

  // iputils prints icmp_seq and counts from 1, busybox prints seq and counts from 0.
  private static final Pattern REPLY =
      Pattern.compile(
          "\\d+ bytes from (\\S+): (?:icmp_)?seq=(\\d+) ttl=(\\d+) time=([\\d.]+) ms.*");
  private static final Pattern SENT = Pattern.compile("(\\d+) packets transmitted.*");
  private static final Pattern COMPLAINT = Pattern.compile("(?:From \\S+ (?:icmp_)?seq=|ping: ).*");

  public Ping {
    replies = List.copyOf(replies);
    complaints = List.copyOf(complaints);
  }

  /** Parses the output of ping. */
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

  /** The packet loss in percent, 100 if nothing could be sent. */
  public int lossPercent() {
    return sent == 0 ? 100 : 100 * (sent - received()) / sent;
  }

  /** Received and sent in words: {@code "3 of 3 answered"}. */
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

  /** The round-trip times as a chart: one bar per request, and a gap without a reply. */
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

  /** The time of the first reply to a request; further ones are duplicates. */
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
