package dev.cnilab.conformance.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small alteration of an answer, in one random place. */
enum Alteration {
  ANOTHER_NODES_ADDRESS("\\b10\\.244\\.[01](?=\\.\\d+\\b)") {
    @Override
    String lie(String network) {
      return network.endsWith("0") ? "10.244.1" : "10.244.0";
    }
  },
  A_COUNT_DOUBLED(
      "(?<=\\(x)\\d+(?= over)|\\b\\d+(?= (packets transmitted|received))|(?<=Z   )\\d+(?= )") {
    @Override
    String lie(String count) {
      return String.valueOf(2 * Integer.parseInt(count));
    }
  },
  A_WORD_CHANGED("\\b(?!level|Nov)[A-Za-z]{4,}\\b") {
    @Override
    String lie(String word) {
      return new StringBuilder(word).reverse() + "x";
    }
  },
  A_LINE_LESS("(?m)^.*\\S.*\\n") {
    @Override
    String lie(String line) {
      return "";
    }
  },
  TWO_LINES_SWAPPED("(?m)^(.*\\S.*)\\n(.*\\S.*)\\n") {
    @Override
    String lie(String lines) {
      String[] two = lines.split("\n", -1);
      return two[1] + "\n" + two[0] + "\n";
    }
  };

  private final Pattern place;

  Alteration(String place) {
    this.place = Pattern.compile(place);
  }

  abstract String lie(String truth);

  /** The altered answer; none if no place in it can be altered to effect. */
  Optional<String> of(String answer, Random random) {
    String text = answer + "\n";
    List<MatchResult> places = new ArrayList<>();
    Matcher found = place.matcher(text);
    for (int from = 0;
        from < text.length() && found.find(from);
        from =
            Math.max(
                found.end() - (this == TWO_LINES_SWAPPED ? found.group(2).length() + 1 : 0),
                found.start() + 1)) {
      places.add(found.toMatchResult());
    }
    UnaryOperator<String> lie = this::lie;
    places.removeIf(each -> lie.apply(each.group()).equals(each.group()));
    if (places.isEmpty()) {
      return Optional.empty();
    }
    MatchResult chosen = places.get(random.nextInt(places.size()));
    String altered =
        text.substring(0, chosen.start()) + lie(chosen.group()) + text.substring(chosen.end());
    return Optional.of(altered.strip());
  }
}
