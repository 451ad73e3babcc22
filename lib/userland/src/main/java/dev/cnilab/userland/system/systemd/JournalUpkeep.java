package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.journal.Journal;
import dev.cnilab.userland.journal.JournalEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations of {@code journalctl} on the whole journal and its boots. */
record JournalUpkeep(Invocation call) {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9}) ?(s|sec|m|min|h|d|w|)");

  private Journal journal() {
    return call.process().machine().journal();
  }

  /** {@code --rotate}, {@code --vacuum-time=SPAN}, or both. */
  int run(Options.Found options) throws IOException {
    if (call.process().user() != 0) {
      throw call.failure(1, "Failed to connect to journal: Permission denied");
    }
    if (options.has("rotate")) {
      journal().rotate();
    }
    Optional<String> span = options.value("vacuum-time");
    if (span.isPresent()) {
      journal().vacuum(call.process().now().minus(parse(span.get())));
      call.process()
          .err()
          .println("Vacuuming done, freed 0B of archived journals from /var/log/journal.");
    }
    return 0;
  }

  private Duration parse(String span) throws IOException {
    Matcher found = SPAN.matcher(span);
    if (!found.matches()) {
      throw call.failure(1, "Failed to parse vacuum time: " + span);
    }
    long number = Long.parseLong(found.group(1));
    return switch (found.group(2)) {
      case "m", "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      case "w" -> Duration.ofDays(7 * number);
      default -> Duration.ofSeconds(number);
    };
  }

  /**
   * {@code --list-boots}: their numbers, where 0 is the present boot, and their first and last
   * times.
   */
  int listBoots() {
    List<Instant> boots = journal().boots();
    call.out().println("IDX FIRST ENTRY                 LAST ENTRY");
    for (int i = 0; i < boots.size(); i++) {
      Instant last = i + 1 < boots.size() ? boots.get(i + 1) : call.process().now();
      call.out()
          .println("%3d %s %s".formatted(i + 1 - boots.size(), date(boots.get(i)), date(last)));
    }
    return 0;
  }

  private static String date(Instant time) {
    return DateFormat.text("%a %Y-%m-%d %H:%M:%S UTC", time.atZone(ZoneOffset.UTC));
  }

  /**
   * Selects the entries of one boot.
   *
   * @param number 0 or empty for the present boot, -1 for the one before, 1 for the oldest
   */
  Predicate<JournalEntry> ofBoot(String number) throws IOException {
    List<Instant> boots = journal().boots();
    int offset = number.matches("[-+]?\\d{1,9}") ? Integer.parseInt(number) : 0;
    int index = offset > 0 ? offset - 1 : boots.size() - 1 + offset;
    if (index < 0 || index >= boots.size()) {
      throw call.failure(1, "Data from the specified boot (" + number + ") is not available");
    }
    Instant from = boots.get(index);
    return entry ->
        !entry.time().isBefore(from)
            && (index + 1 == boots.size() || entry.time().isBefore(boots.get(index + 1)));
  }
}
