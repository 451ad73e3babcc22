package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.file.DateWords;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code date}, in UTC: prints and sets the time of day; date(1). */
public final class DateCommand implements Command {
  private static final String ISO = "%Y-%m-%d";

  private static final Pattern DIGITS =
      Pattern.compile(
          "(?<month>\\d{2})(?<day>\\d{2})(?<hour>\\d{2})(?<minute>\\d{2})"
              + "(?<year>\\d{2}|\\d{4})?(?:\\.(?<second>\\d{2}))?");

  private static final Map<String, String> ISO_TIMES =
      Map.of(
          "hours", ISO + "T%H%:z",
          "minutes", ISO + "T%H:%M%:z",
          "seconds", ISO + "T%H:%M:%S%:z",
          "ns", ISO + "T%H:%M:%S,%N%:z",
          "date", ISO);

  private static final Map<String, String> RFC_TIMES =
      Map.of("date", ISO, "seconds", ISO + " %H:%M:%S%:z", "ns", ISO + " %H:%M:%S.%N%:z");

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "dRIrfs", "rfc-3339").idle("u").parse();
    List<String> operands = options.operands();
    if (operands.size() > 1 && !call.isBusybox()) {
      throw call.extra(operands.get(1));
    }
    String format = format(call, options);
    Optional<Instant> wanted =
        options.has('s') ? Optional.of(instant(call, options.value('s').get())) : Optional.empty();
    if (!operands.isEmpty() && operands.getFirst().startsWith("+")) {
      format = operands.getFirst().substring(1);
    } else if (!operands.isEmpty()) {
      wanted = Optional.of(digits(call, options, operands.getFirst()));
    }
    if (wanted.isPresent()) {
      return set(call, wanted.get(), format);
    }
    int status = 0;
    for (String words : options.has('f') ? lines(call, options.value('f').get()) : List.of("")) {
      try {
        Instant instant = options.has('f') ? instant(call, words) : instant(call, options);
        call.out().println(DateFormat.text(format, instant.atZone(ZoneOffset.UTC)));
      } catch (ProgramException wrong) {
        call.complain(wrong.text());
        status = wrong.status();
      }
    }
    return status;
  }

  private static String format(Invocation call, Options.Found options) throws ProgramException {
    if (options.has('R')) {
      return "%a, %d %b %Y %H:%M:%S %z";
    } else if (options.has('I')) {
      return chosen(call, ISO_TIMES, options.value('I').orElse(""), "--iso-8601");
    } else if (options.has("rfc-3339")) {
      return chosen(call, RFC_TIMES, options.value("rfc-3339").orElse(""), "--rfc-3339");
    }
    return "%a %b %e %H:%M:%S %Z %Y";
  }

  /** The format for a precision, which may be abbreviated. */
  private static String chosen(
      Invocation call, Map<String, String> formats, String precision, String option)
      throws ProgramException {
    List<String> meant =
        formats.keySet().stream().filter(each -> each.startsWith(precision)).toList();
    if (precision.isEmpty()) {
      return ISO;
    } else if (meant.size() == 1) {
      return formats.getOrDefault(meant.getFirst(), ISO);
    }
    StringBuilder valid = new StringBuilder("\nValid arguments are:");
    for (String each : List.of("hours", "minutes", "date", "seconds", "ns")) {
      valid.append(formats.containsKey(each) ? "\n  - " + Invocation.quote(each) : "");
    }
    throw call.mistake(
        "invalid argument " + Invocation.quote(precision) + " for '" + option + "'" + valid);
  }

  /** Sets the clock and prints the new time, even if setting failed. */
  private static int set(Invocation call, Instant time, String format) {
    int status = 0;
    if (call.process().credentials().can(Capability.SYS_TIME)) {
      call.process().machine().clock().set(time);
    } else {
      call.complain((call.isBusybox() ? "can't" : "cannot") + " set date: Operation not permitted");
      status = 1;
    }
    call.out().println(DateFormat.text(format, time.atZone(ZoneOffset.UTC)));
    return status;
  }

  /** Parses {@code MMDDhhmm[[CC]YY][.ss]}. */
  private static Instant digits(Invocation call, Options.Found options, String operand)
      throws ProgramException {
    if (options.has('d') || options.has('r') || options.has('s')) {
      throw call.mistake(
          ("the argument '%s' lacks a leading '+';%nwhen using an option to specify date(s), any"
                  + " non-option%nargument must be a format string beginning with '+'")
              .formatted(operand));
    }
    Matcher found = DIGITS.matcher(operand);
    try {
      if (found.matches()) {
        return LocalDateTime.of(
                year(call, found.group("year")),
                Integer.parseInt(found.group("month")),
                Integer.parseInt(found.group("day")),
                Integer.parseInt(found.group("hour")),
                Integer.parseInt(found.group("minute")),
                found.group("second") == null ? 0 : Integer.parseInt(found.group("second")))
            .toInstant(ZoneOffset.UTC);
      }
    } catch (DateTimeException beyond) {
      // Treated like an invalid date.
    }
    throw call.failure(1, "invalid date '" + operand + "'");
  }

  /** The year; two digits from 69 on belong to the last century, as POSIX says. */
  private static int year(Invocation call, @Nullable String digits) {
    if (digits == null) {
      return call.process().now().atZone(ZoneOffset.UTC).getYear();
    }
    int year = Integer.parseInt(digits);
    return digits.length() == 4 ? year : year + (year < 69 ? 2000 : 1900);
  }

  private static Instant instant(Invocation call, Options.Found options) throws IOException {
    if (options.has('r')) {
      return modified(call, options.value('r').orElse(""));
    }
    Optional<String> words = options.value('d');
    return words.isPresent() ? instant(call, words.get()) : call.process().now();
  }

  private static Instant instant(Invocation call, String words) throws ProgramException {
    return DateWords.parse(words, call.process().now())
        .orElseThrow(() -> call.failure(1, "invalid date '" + words + "'"));
  }

  private static List<String> lines(Invocation call, String path) throws IOException {
    try (InputStream in = call.open(path)) {
      return new ArrayList<>(new LineReader(in).all().stream().map(Line::text).toList());
    } catch (FileException failed) {
      throw call.failure(1, path + ": " + failed.error().text());
    }
  }

  private static Instant modified(Invocation call, String path) throws IOException {
    try {
      return call.files().status(call.resolve(path)).modified();
    } catch (FileException failed) {
      throw call.failure(1, path + ": " + failed.error().text());
    }
  }
}
