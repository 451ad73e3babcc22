package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.file.DateWords;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code date}, in UTC. */
public final class Time implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "udRIr").parse();
    Instant instant = call.process().loop().now();
    if (options.has('d')) {
      String words = options.value('d').orElse("");
      instant =
          DateWords.parse(words, instant)
              .orElseThrow(() -> call.failure(1, "invalid date '" + words + "'"));
    }
    if (options.has('r')) {
      instant = modified(call, options.value('r').orElse(""));
    }
    ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
    String format =
        options.has('R')
            ? "+%a, %d %b %Y %H:%M:%S +0000"
            : options.has('I') ? iso(options.value('I').orElse("")) : "+%a %b %e %H:%M:%S UTC %Y";
    if (options.operands().size() > 1 && !call.isBusybox()) {
      throw call.extra(options.operands().get(1));
    }
    for (String operand : options.operands()) {
      if (!operand.startsWith("+")) {
        throw refusal(call, operand);
      }
      format = operand;
    }
    call.out().println(formatted(format.substring(1), time));
    return 0;
  }

  private static Instant modified(Invocation call, String path) throws IOException {
    try {
      return call.files().status(call.resolve(path)).modified();
    } catch (FileException failed) {
      throw call.failure(1, path + ": " + failed.error().text());
    }
  }

  private static String iso(String precision) {
    return precision.startsWith("s") ? "+%Y-%m-%dT%H:%M:%S+00:00" : "+%Y-%m-%d";
  }

  private static ProgramException refusal(Invocation call, String operand) {
    return call.failure(1, "invalid date '" + operand + "'");
  }

  public static String formatted(String format, ZonedDateTime time) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      char directive = format.charAt(++i);
      text.append(
          switch (directive) {
            case 'F' -> pattern("uuuu-MM-dd", time);
            case 'T' -> pattern("HH:mm:ss", time);
            case 'R' -> pattern("HH:mm", time);
            case 'Y' -> pattern("uuuu", time);
            case 'y' -> pattern("uu", time);
            case 'm' -> pattern("MM", time);
            case 'd' -> pattern("dd", time);
            case 'e' -> pattern("ppd", time);
            case 'H' -> pattern("HH", time);
            case 'I' -> pattern("hh", time);
            case 'p' -> pattern("a", time);
            case 'M' -> pattern("mm", time);
            case 'S' -> pattern("ss", time);
            case 'N' -> pattern("nnnnnnnnn", time);
            case 'a' -> pattern("EEE", time);
            case 'A' -> pattern("EEEE", time);
            case 'b', 'h' -> pattern("MMM", time);
            case 'B' -> pattern("MMMM", time);
            case 'j' -> pattern("DDD", time);
            case 'u' -> pattern("e", time);
            case 's' -> String.valueOf(time.toEpochSecond());
            case 'Z' -> "UTC";
            case 'z' -> "+0000";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + directive;
          });
    }
    return text.toString();
  }

  private static String pattern(String pattern, ZonedDateTime time) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
  }
}
