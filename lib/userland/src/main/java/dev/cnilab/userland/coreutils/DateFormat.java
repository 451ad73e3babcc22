package dev.cnilab.userland.coreutils;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats times as strftime(3) does in the C locale, with the flags and widths of date(1). */
public final class DateFormat {
  private static final Pattern DIRECTIVE =
      Pattern.compile("%([-_0^#]*)(\\d{0,3})(:{0,3}.)", Pattern.DOTALL);

  private DateFormat() {}

  /** The formatted time; text other than directives stays as it is. */
  public static String text(String format, ZonedDateTime time) {
    return DIRECTIVE
        .matcher(format)
        .replaceAll(match -> Matcher.quoteReplacement(directive(match, time)));
  }

  private static String directive(MatchResult match, ZonedDateTime time) {
    String plain = plain(match.group(3), time);
    if (plain.isEmpty() && !match.group(3).equals("P")) {
      return match.group();
    }
    String flags = match.group(1);
    String text = plain;
    boolean number = text.strip().matches("\\d+");
    if (number && !flags.isEmpty() && "-_0".indexOf(flags.charAt(flags.length() - 1)) >= 0) {
      char flag = flags.charAt(flags.length() - 1);
      String bare = text.strip().replaceFirst("^0+(?=\\d)", "");
      String pad = flag == '_' ? " " : "0";
      text = flag == '-' ? bare : pad.repeat(Math.max(0, text.length() - bare.length())) + bare;
    }
    if (!match.group(2).isEmpty()) {
      String pad = number && !flags.contains("_") ? "0" : " ";
      text = pad.repeat(Math.max(0, Integer.parseInt(match.group(2)) - text.length())) + text;
    }
    return flags.contains("^")
        ? text.toUpperCase(Locale.ROOT)
        : flags.contains("#") ? swapped(text, match.group(3)) : text;
  }

  private static String swapped(String text, String directive) {
    return directive.matches("[pZ]")
        ? text.toLowerCase(Locale.ROOT)
        : text.toUpperCase(Locale.ROOT);
  }

  private static String plain(String directive, ZonedDateTime time) {
    return switch (directive) {
      case "a" -> pattern("EEE", time);
      case "A" -> pattern("EEEE", time);
      case "b", "h" -> pattern("MMM", time);
      case "B" -> pattern("MMMM", time);
      case "c" -> pattern("EEE MMM ppd HH:mm:ss uuuu", time);
      case "C" -> String.format("%02d", time.getYear() / 100);
      case "d" -> pattern("dd", time);
      case "D", "x" -> pattern("MM/dd/uu", time);
      case "e" -> pattern("ppd", time);
      case "F" -> pattern("uuuu-MM-dd", time);
      case "g" -> String.format("%02d", time.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case "G" -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
      case "H" -> pattern("HH", time);
      case "I" -> pattern("hh", time);
      case "j" -> pattern("DDD", time);
      case "k" -> pattern("ppH", time);
      case "l" -> pattern("pph", time);
      case "m" -> pattern("MM", time);
      case "M" -> pattern("mm", time);
      case "n" -> "\n";
      case "N" -> pattern("nnnnnnnnn", time);
      case "p" -> pattern("a", time);
      case "P" -> pattern("a", time).toLowerCase(Locale.ROOT);
      case "q" -> pattern("q", time);
      case "r" -> pattern("hh:mm:ss a", time);
      case "R" -> pattern("HH:mm", time);
      case "s" -> String.valueOf(time.toEpochSecond());
      case "S" -> pattern("ss", time);
      case "t" -> "\t";
      case "T", "X" -> pattern("HH:mm:ss", time);
      case "u" -> String.valueOf(time.getDayOfWeek().getValue());
      case "U" -> String.format("%02d", (time.getDayOfYear() + 6 - sunday(time)) / 7);
      case "V" -> String.format("%02d", time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "w" -> String.valueOf(sunday(time));
      case "W" -> String.format("%02d", (time.getDayOfYear() + 6 - (sunday(time) + 6) % 7) / 7);
      case "y" -> pattern("uu", time);
      case "Y" -> pattern("uuuu", time);
      case "z" -> "+0000";
      case ":z" -> "+00:00";
      case "::z" -> "+00:00:00";
      case ":::z" -> "+00";
      case "Z" -> "UTC";
      case "%" -> "%";
      default -> "";
    };
  }

  /** The day of the week, where Sunday is 0. */
  private static int sunday(ZonedDateTime time) {
    return time.getDayOfWeek().getValue() % 7;
  }

  private static String pattern(String pattern, ZonedDateTime time) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
  }
}
