package dev.cnilab.userland.system.process;

import dev.cnilab.userland.process.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The lists of {@code kill -l} and {@code trap -l}, which differ between programs. */
public final class SignalLists {
  private static final int LAST_REAL_TIME = 64;

  /** The first real-time signal that glibc leaves to programs. */
  private static final int FIRST_REAL_TIME = 34;

  private static final int MIDDLE_REAL_TIME = 49;

  private SignalLists() {}

  /** The name of a number, including real-time signals, as in C libraries and shells. */
  static Optional<String> name(int number) {
    if (number == LAST_REAL_TIME) {
      return Optional.of("RTMAX");
    } else if (number > MIDDLE_REAL_TIME && number < LAST_REAL_TIME) {
      return Optional.of("RTMAX-" + (LAST_REAL_TIME - number));
    } else if (number >= FIRST_REAL_TIME && number < LAST_REAL_TIME) {
      int after = number - FIRST_REAL_TIME;
      return Optional.of(after == 0 ? "RTMIN" : "RTMIN+" + after);
    }
    return number == Signal.POLL.number() ? Optional.of("IO") : standard(number);
  }

  /** The number of a name, with or without SIG, or of digits that are a valid number. */
  static Optional<Integer> number(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
    return IntStream.rangeClosed(1, LAST_REAL_TIME)
        .boxed()
        .filter(
            each ->
                name(each).filter(bare::equals).isPresent()
                    || standard(each).filter(bare::equals).isPresent())
        .findFirst();
  }

  /** The name of a signal that is not a real-time one. */
  static Optional<String> standard(int number) {
    return Arrays.stream(Signal.values())
        .filter(each -> each.number() == number)
        .map(Signal::name)
        .findFirst();
  }

  /**
   * The output of procps' {@code -l}: names, with a line break before one that begins after column
   * 73.
   */
  static String names() {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (Signal each : Signal.values()) {
      if (text.length() > 0) {
        boolean full = column > 73;
        text.append(full ? '\n' : ' ');
        column = full ? 0 : column + 1;
      }
      text.append(each.name());
      column += each.name().length();
    }
    return text.append('\n').toString();
  }

  /** The output of procps' {@code -L}: seven per line. */
  static String table() {
    List<String> cells = new ArrayList<>();
    for (Signal each : Signal.values()) {
      String cell = "%2d %s".formatted(each.number(), each.name());
      cells.add(each.number() % 7 == 0 ? cell + "\n" : "%-11s".formatted(cell));
    }
    return String.join("", cells) + "\n";
  }

  /** dash's list: one per line, from 0; a number if it has no name. */
  static String ofDash() {
    IntFunction<String> word =
        number -> number == Signal.STKFLT.number() ? "" + number : name(number).orElse("" + number);
    return IntStream.rangeClosed(0, LAST_REAL_TIME)
        .mapToObj(number -> word.apply(number) + "\n")
        .collect(Collectors.joining());
  }

  /** bash's list for {@code kill} and {@code trap}: five per line. */
  public static String ofBash() {
    StringBuilder text = new StringBuilder();
    int cells = 0;
    for (int number = 1; number <= LAST_REAL_TIME; number++) {
      Optional<String> name = name(number);
      if (name.isPresent()) {
        text.append("%2d) SIG%s".formatted(number, name.get()));
        text.append(++cells % 5 == 0 ? '\n' : '\t');
      }
    }
    return text.append('\n').toString();
  }

  /** busybox's list: one per line, with its number. */
  static String ofBusybox() {
    String standard =
        Arrays.stream(Signal.values())
            .map(each -> "%2d) %s\n".formatted(each.number(), each.name()))
            .collect(Collectors.joining());
    return standard + "%d) RTMIN\n%d) RTMAX\n".formatted(FIRST_REAL_TIME, LAST_REAL_TIME);
  }
}
