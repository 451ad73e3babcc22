package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brace expansion (bash(1)): <code>{a,b}</code> and <code>{1..3}</code> expand to several words,
 * before all other expansions.
 */
final class Braces {
  /** The limit for the length and the number of words; beyond it they stay unexpanded. */
  private static final int MOST = 10_000;

  private static final Pattern NUMBERS =
      Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})(?:\\.\\.(-?\\d{1,9}))?");

  private static final Pattern LETTERS =
      Pattern.compile("([a-zA-Z])\\.\\.([a-zA-Z])(?:\\.\\.(-?\\d{1,9}))?");

  private Braces() {}

  /** An unquoted character, or a part of a word that has nothing to do with braces. */
  private sealed interface Item {
    record Plain(char character) implements Item {}

    record Other(Word.Part part) implements Item {}

    static boolean is(Item item, char character) {
      return item instanceof Plain plain && plain.character == character;
    }
  }

  /** The words that a word expands to; the word itself if it has no braces. */
  static List<Word> expand(Word word) {
    List<Item> items = new ArrayList<>();
    for (Word.Part part : word.parts()) {
      if (part instanceof Word.Literal literal && literal.quoting() == Quoting.NONE) {
        literal.text().chars().forEach(c -> items.add(new Item.Plain((char) c)));
      } else {
        items.add(new Item.Other(part));
      }
    }
    return items.size() > MOST || items.stream().noneMatch(item -> Item.is(item, '{'))
        ? List.of(word)
        : alternatives(items).stream().map(Braces::word).toList();
  }

  private static List<List<Item>> alternatives(List<Item> items) {
    for (int open = 0; open < items.size(); open++) {
      OptionalInt close =
          Item.is(items.get(open), '{') ? closing(items, open) : OptionalInt.empty();
      if (close.isEmpty()) {
        continue;
      }
      List<List<Item>> choices = choices(items.subList(open + 1, close.getAsInt()));
      if (!choices.isEmpty()) {
        List<Item> before = items.subList(0, open);
        List<List<Item>> after = alternatives(items.subList(close.getAsInt() + 1, items.size()));
        return choices.size() > MOST / after.size()
            ? List.of(items)
            : joined(before, choices, after);
      }
    }
    return List.of(items);
  }

  private static List<List<Item>> joined(
      List<Item> before, List<List<Item>> choices, List<List<Item>> after) {
    List<List<Item>> all = new ArrayList<>();
    for (List<Item> choice : choices) {
      for (List<Item> rest : after) {
        List<Item> one = new ArrayList<>(before);
        one.addAll(choice);
        one.addAll(rest);
        all.add(one);
      }
    }
    return all;
  }

  private static OptionalInt closing(List<Item> items, int open) {
    int depth = 0;
    for (int i = open; i < items.size(); i++) {
      if (Item.is(items.get(i), '{')) {
        depth++;
      } else if (Item.is(items.get(i), '}') && --depth == 0) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The alternatives in braces; none if it is neither a list nor a sequence. */
  private static List<List<Item>> choices(List<Item> inside) {
    List<List<Item>> parts = new ArrayList<>();
    List<Item> part = new ArrayList<>();
    int depth = 0;
    for (Item item : inside) {
      depth += Item.is(item, '{') ? 1 : Item.is(item, '}') ? -1 : 0;
      if (depth == 0 && Item.is(item, ',')) {
        parts.add(part);
        part = new ArrayList<>();
      } else {
        part.add(item);
      }
    }
    parts.add(part);
    return parts.size() > 1
        ? parts.stream().flatMap(each -> alternatives(each).stream()).toList()
        : sequence(inside);
  }

  private static List<List<Item>> sequence(List<Item> inside) {
    StringBuilder text = new StringBuilder();
    for (Item item : inside) {
      if (!(item instanceof Item.Plain plain)) {
        return List.of();
      }
      text.append(plain.character);
    }
    Matcher numbers = NUMBERS.matcher(text);
    if (numbers.matches()) {
      int width = Math.max(paddedWidth(numbers.group(1)), paddedWidth(numbers.group(2)));
      String format = width == 0 ? "%d" : "%0" + width + "d";
      return steps(
          Integer.parseInt(numbers.group(1)),
          Integer.parseInt(numbers.group(2)),
          numbers.group(3),
          format);
    }
    Matcher letters = LETTERS.matcher(text);
    return letters.matches()
        ? steps(letters.group(1).charAt(0), letters.group(2).charAt(0), letters.group(3), "%c")
        : List.of();
  }

  /** The width of a number with leading zeros; 0 for others. */
  private static int paddedWidth(String number) {
    return number.matches("-?0\\d+") ? number.length() : 0;
  }

  private static List<List<Item>> steps(
      int first, int last, @org.jspecify.annotations.Nullable String increment, String format) {
    int step = increment == null ? 1 : Math.max(1, Math.abs(Integer.parseInt(increment)));
    List<List<Item>> all = new ArrayList<>();
    for (int i = first; first <= last ? i <= last : i >= last; i += first <= last ? step : -step) {
      List<Item> one = new ArrayList<>();
      format.formatted(i).chars().forEach(c -> one.add(new Item.Plain((char) c)));
      all.add(one);
      if (all.size() > MOST) {
        return List.of();
      }
    }
    return all;
  }

  private static Word word(List<Item> items) {
    List<Word.Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Item item : items) {
      switch (item) {
        case Item.Plain plain -> text.append(plain.character);
        case Item.Other other -> {
          flush(text, parts);
          parts.add(other.part);
        }
      }
    }
    flush(text, parts);
    return new Word(List.copyOf(parts));
  }

  private static void flush(StringBuilder text, List<Word.Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Word.Literal(text.toString(), Quoting.NONE));
      text.setLength(0);
    }
  }
}
