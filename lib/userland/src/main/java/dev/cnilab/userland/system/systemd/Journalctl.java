package dev.cnilab.userland.system.systemd;

import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.PerlRegexWords;
import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.coreutils.file.DateWords;
import dev.cnilab.userland.journal.Journal;
import dev.cnilab.userland.journal.JournalEntry;
import dev.cnilab.userland.process.ProgramException;
import dev.cnilab.userland.service.unit.TimeSpan;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code journalctl}. */
public final class Journalctl implements Command {
  private static final String OTHER_FORMATS =
      "verbose|export|json|json-pretty|json-sse|json-seq|short-monotonic|short-delta|short-unix"
          + "|with-unit";

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, "ufnogrSUtebkq", "no-hostname", "list-boots", "rotate", "vacuum-time")
            .idle("xa", "no-pager") // no explanations, nothing is cut off, no pager
            .parse(joined(call.arguments()));
    if (!options.operands().isEmpty()) {
      String match = options.operands().getFirst();
      call.process()
          .err()
          .println(
              match.matches("[A-Z_]+=.*")
                  ? "Matches such as '" + match + "' are not available on this machine."
                  : "Failed to add match '" + match + "': Invalid argument");
      return 1;
    }
    if (!SystemdAccess.journal(call.process())) {
      call.process().err().println("No journal files were found.");
      call.out().println("-- No entries --");
      return 0;
    }
    JournalUpkeep upkeep = new JournalUpkeep(call);
    if (options.has("rotate") || options.has("vacuum-time")) {
      return upkeep.run(options);
    } else if (options.has("list-boots")) {
      return upkeep.listBoots();
    }
    Predicate<JournalEntry> wanted =
        options.has('b') || options.has('k')
            ? filter(call, options).and(upkeep.ofBoot(options.value('b').orElse("")))
            : filter(call, options);
    show(call, options, wanted, format(call, options));
    return 0;
  }

  private static String format(Invocation call, Options.Found options) throws ProgramException {
    String format = options.value('o').orElse("short");
    if (!format.matches("short|short-iso|short-precise|short-iso-precise|short-full|cat")) {
      throw call.failure(
          1,
          format.matches(OTHER_FORMATS)
              ? "output format '" + format + "' is not available on this machine"
              : "Unknown output format '" + format + "'.");
    }
    return format;
  }

  /** Prints the entries that are wanted, and with {@code -f} those that come later, without end. */
  private static void show(
      Invocation call, Options.Found options, Predicate<JournalEntry> wanted, String format)
      throws IOException {
    Journal journal = call.process().machine().journal();
    Deque<JournalEntry> news = new ArrayDeque<>();
    WaitQueue more = new WaitQueue(call.process().loop());
    Runnable unfollow =
        journal.follow(
            entry -> {
              news.add(entry);
              more.wakeAll();
            });
    try {
      print(call, options, journal.entries().stream().filter(wanted).toList(), format);
      while (options.has('f')) {
        while (news.isEmpty()) {
          more.await();
        }
        JournalEntry entry = news.removeFirst();
        if (wanted.test(entry)) {
          call.out().println(formatted(entry, format, host(options, entry)));
        }
      }
    } finally {
      unfollow.run();
    }
  }

  /**
   * The arguments, with the optional number after {@code -n} or {@code -b} joined to the option.
   */
  private static List<String> joined(List<String> arguments) {
    List<String> joined = new ArrayList<>();
    for (String each : arguments) {
      boolean number = each.matches("\\d{1,9}|all");
      if (each.matches("[-+]?\\d{1,9}") && !joined.isEmpty() && joined.getLast().equals("-b")) {
        joined.set(joined.size() - 1, joined.getLast() + each);
        continue;
      }
      if (number && !joined.isEmpty() && joined.getLast().matches("-[a-z]*n")) {
        joined.set(joined.size() - 1, joined.getLast() + each);
      } else if (number && !joined.isEmpty() && joined.getLast().equals("--lines")) {
        joined.set(joined.size() - 1, "--lines=" + each);
      } else {
        joined.add(each);
      }
    }
    return joined;
  }

  private static Predicate<JournalEntry> filter(Invocation call, Options.Found options)
      throws IOException {
    List<String> units =
        options.values('u').stream()
            .map(name -> name.contains(".") ? name : name + ".service")
            .toList();
    List<String> identifiers = options.values('t');
    Optional<Instant> since = instant(call, options.value('S'));
    Optional<Instant> until = instant(call, options.value('U'));
    Optional<Pattern> pattern = pattern(call, options.value('g'));
    boolean kernel = options.has('k');
    return entry ->
        (units.isEmpty() || units.stream().anyMatch(each -> UnitNames.fit(each, entry.unit())))
            && (identifiers.isEmpty() || identifiers.contains(entry.identifier()))
            && (!kernel || entry.identifier().equals("kernel"))
            && since.map(start -> !entry.time().isBefore(start)).orElse(true)
            && until.map(end -> !entry.time().isAfter(end)).orElse(true)
            && pattern
                .map(regex -> regex.matcher(new PreemptibleText(entry.message(), call.process())))
                .map(Matcher::find)
                .orElse(true);
  }

  private static Optional<Instant> instant(Invocation call, Optional<String> words)
      throws IOException {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Instant now = call.process().now();
    Optional<Instant> meant =
        words.get().matches("[-+].+")
            ? TimeSpan.parse(words.get().substring(1))
                .map(span -> words.get().startsWith("-") ? now.minus(span) : now.plus(span))
            : DateWords.parse(words.get(), now);
    if (meant.isEmpty()) {
      throw call.failure(1, "Failed to parse timestamp: " + words.get());
    }
    return meant;
  }

  /** The pattern as in journalctl(1): case-insensitive if it is all lower case. */
  private static Optional<Pattern> pattern(Invocation call, Optional<String> text)
      throws IOException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean lower = text.get().chars().noneMatch(Character::isUpperCase);
    try {
      return Optional.of(Pattern.compile(text.get(), lower ? Pattern.CASE_INSENSITIVE : 0));
    } catch (PatternSyntaxException wrong) {
      throw call.failure(1, "Bad pattern \"" + text.get() + "\": " + PerlRegexWords.of(wrong));
    }
  }

  private static void print(
      Invocation call, Options.Found options, List<JournalEntry> found, String output) {
    String asked =
        options.value('n').orElse(options.has('f') ? "10" : options.has('e') ? "1000" : "all");
    int most =
        asked.matches("\\d{1,9}")
            ? Integer.parseInt(asked)
            : asked.isEmpty() ? 10 : Integer.MAX_VALUE;
    List<JournalEntry> shown =
        new ArrayList<>(found.subList(Math.max(0, found.size() - most), found.size()));
    if (options.has('r')) {
      Collections.reverse(shown);
    }
    StringBuilder text = new StringBuilder();
    if (shown.isEmpty() && !options.has('f') && !options.has('q')) {
      text.append("-- No entries --\n");
    }
    shown.forEach(
        entry -> text.append(formatted(entry, output, host(options, entry))).append('\n'));
    call.out().print(text);
  }

  private static String host(Options.Found options, JournalEntry entry) {
    return options.has("no-hostname") ? "" : entry.host() + " ";
  }

  /**
   * An entry as a line.
   *
   * @param host with a space behind; empty for none
   */
  static String formatted(JournalEntry entry, String output, String host) {
    if (output.equals("cat")) {
      return entry.message();
    }
    String time =
        switch (output) {
          case "short-iso" -> "%Y-%m-%dT%H:%M:%S+0000";
          case "short-iso-precise" -> "%Y-%m-%dT%H:%M:%S.%f+0000";
          case "short-precise" -> "%b %d %H:%M:%S.%f";
          case "short-full" -> "%a %Y-%m-%d %H:%M:%S UTC";
          default -> "%b %d %H:%M:%S";
        };
    String micros = DateFormat.text("%N", entry.time().atZone(ZoneOffset.UTC)).substring(0, 6);
    String stamp = DateFormat.text(time.replace("%f", micros), entry.time().atZone(ZoneOffset.UTC));
    String pid = entry.pid() > 0 ? "[" + entry.pid() + "]" : "";
    return stamp + " " + host + entry.identifier() + pid + ": " + entry.message();
  }
}
