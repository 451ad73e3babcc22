package dev.cnilab.userland.system.process;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code watch} of procps: a command's output, again and again on a cleared screen. */
public final class WatchCommand implements Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
  private static final int LEAST_MILLIS = 100;
  private static final int COMMAND_FAILED = 8;
  private static final int EXEC_FAILED = 4;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "degntx").stopAtOperand().parse();
    List<String> words = options.operands();
    if (words.isEmpty()) {
      return call.usage();
    }
    Duration interval = interval(call, options.value('n').orElse("2"));
    if (!call.process().environment().containsKey("TERM")) {
      call.process().err().println("Error opening terminal: unknown.");
      return 1;
    }
    List<String> command = options.has('x') ? words : List.of("sh", "-c", String.join(" ", words));
    Round before = null;
    while (true) {
      Round round;
      try {
        round = once(call, command);
      } catch (FileException failed) {
        call.complain("unable to execute '" + command.getFirst() + "': " + failed.error().text());
        return EXEC_FAILED;
      }
      if (options.has('g') && before != null && !round.text().equals(before.text())) {
        return 0;
      }
      call.out().print(screen(call, options, interval, round, before));
      before = round;
      if (options.has('e') && round.status() != 0) {
        return COMMAND_FAILED;
      }
      call.process().loop().sleep(interval);
    }
  }

  private static Duration interval(Invocation call, String text) throws ProgramException {
    String number = text.replace(',', '.');
    if (!number.matches("\\d{1,9}(\\.\\d*)?|\\.\\d+")) {
      throw call.failure(1, "failed to parse argument: '" + text + "': Invalid argument");
    }
    long millis = (long) (Double.parseDouble(number) * 1000);
    return Duration.ofMillis(Math.max(LEAST_MILLIS, millis));
  }

  /** What a command has printed, and its exit status. */
  private record Round(String text, int status) {}

  private static Round once(Invocation call, List<String> command) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Sink sink = new Sink(printed::writeBytes, () -> {});
    ProcessSpec spec = ProcessSpec.of(command).descriptor(1, sink).descriptor(2, sink);
    int status = call.process().start(spec).await();
    return new Round(printed.toString(StandardCharsets.UTF_8), status);
  }

  /** The screen of a round: the title, and as many lines as fit below it. */
  private static String screen(
      Invocation call,
      Options.Found options,
      Duration interval,
      Round round,
      @Nullable Round before) {
    int width = number(call, "COLUMNS", 80);
    int height = number(call, "LINES", 24);
    List<String> lines = new ArrayList<>();
    if (!options.has('t')) {
      lines.add(title(call, interval, String.join(" ", options.operands()), width));
      lines.add("");
    }
    List<String> now = wrapped(round.text(), width);
    List<String> then = wrapped(before == null ? round.text() : before.text(), width);
    for (int i = 0; i < now.size() && lines.size() < height; i++) {
      String old = i < then.size() ? then.get(i) : "";
      lines.add(options.has('d') ? highlighted(now.get(i), old) : now.get(i));
    }
    return "\033[H\033[2J" + String.join("\n", lines) + (lines.size() < height ? "\n" : "");
  }

  private static int number(Invocation call, String variable, int otherwise) {
    String value = call.process().environment().getOrDefault(variable, "");
    return value.matches("[1-9]\\d{0,4}") ? Integer.parseInt(value) : otherwise;
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      for (int at = 0; at == 0 || at < line.length(); at += width) {
        lines.add(line.substring(at, Math.min(line.length(), at + width)));
      }
    }
    return lines;
  }

  /** The line with characters that have changed in reverse video. */
  private static String highlighted(String line, String old) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      boolean same = (i < old.length() ? old.charAt(i) : ' ') == line.charAt(i);
      text.append(same ? "" : "\033[7m").append(line.charAt(i)).append(same ? "" : "\033[27m");
    }
    return text.toString();
  }

  /** The interval and the command at the left, the machine and its time at the right. */
  private static String title(Invocation call, Duration interval, String command, int width) {
    ZonedDateTime now = call.process().machine().clock().instant().atZone(ZoneOffset.UTC);
    String right = call.process().hostname() + ": " + TIME.format(now);
    String left = "Every %.1fs: ".formatted(interval.toMillis() / 1000.0);
    int room = width - right.length() - left.length() - 1;
    if (room < command.length()) {
      command = room < 4 ? "" : command.substring(0, room - 3) + "...";
    }
    return left + command + " ".repeat(Math.max(1, room + 1 - command.length())) + right;
  }
}
