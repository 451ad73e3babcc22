package dev.cnilab.cluster.jq.regex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * The matches of an expression in a text. Matching can be preempted, which the engine of the
 * library cannot, and backtracks on the stack, which has a bound.
 */
final class Search {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String text;
  private final Matcher matcher;
  private final List<String> names;
  private final boolean global;
  private final boolean notEmpty;
  private int counted;
  private int codePoints;

  private Search(String text, Matcher matcher, List<String> names, String flags) {
    this.text = text;
    this.matcher = matcher;
    this.names = names;
    this.global = flags.contains("g");
    this.notEmpty = flags.contains("n");
  }

  /**
   * Prepares a search.
   *
   * @param flags letters as in jq(1), REGULAR EXPRESSIONS
   * @throws JsonQueryException for an invalid expression or flag
   */
  static Search of(String text, String regex, String flags, Process process)
      throws JsonQueryException {
    int bits = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;
    for (int i = 0; i < flags.length(); i++) {
      bits |=
          switch (flags.charAt(i)) {
            case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            case 'x' -> Pattern.COMMENTS;
            case 'p' -> Pattern.DOTALL;
            case 'g', 'n', 's', 'l', 'm' -> 0;
            default -> throw new JsonQueryException(flags + " is not a valid modifier string");
          };
    }
    OnigurumaSyntax.Translated translated = OnigurumaSyntax.translate(regex);
    Matcher matcher =
        compiled(translated.expression(), bits).matcher(new PreemptibleText(text, process));
    return new Search(text, matcher, translated.names(), flags);
  }

  private static Pattern compiled(String expression, int bits) throws JsonQueryException {
    try {
      return Pattern.compile(expression, bits);
    } catch (PatternSyntaxException wrong) {
      throw OnigurumaSyntax.failure(words(String.valueOf(wrong.getDescription())));
    } catch (StackOverflowError tooDeep) {
      throw OnigurumaSyntax.failure("too deep nest level");
    }
  }

  /** Oniguruma's words for what Java says of an expression. */
  private static String words(String description) {
    if (description.startsWith("Unclosed group")) {
      return "end pattern with unmatched parenthesis";
    } else if (description.startsWith("Unmatched")) {
      return "unmatched close parenthesis";
    } else if (description.startsWith("Illegal character range")) {
      return "empty range in char class";
    } else if (description.startsWith("Dangling")) {
      return "target of repeat operator is not specified";
    } else if (description.startsWith("Unknown inline")
        || description.startsWith("Unknown group")) {
      return "undefined group option";
    } else if (description.startsWith("Unknown character property")) {
      return "invalid character property name "
          + description.substring(description.indexOf('{'), description.indexOf('}') + 1);
    }
    return "invalid pattern";
  }

  boolean isGlobal() {
    return global;
  }

  /**
   * Finds the first match that begins at this offset or later.
   *
   * @throws JsonQueryException if it would take more of the stack than there is
   */
  boolean find(int from) throws JsonQueryException {
    try {
      boolean found = matcher.find(from);
      while (found && notEmpty && isEmpty()) {
        found = matcher.end() < text.length() && matcher.find(matcher.end() + 1);
      }
      return found;
    } catch (StackOverflowError tooDeep) {
      throw OnigurumaSyntax.failure("match-stack limit over");
    }
  }

  boolean isEmpty() {
    return matcher.start() == matcher.end();
  }

  int start() {
    return matcher.start();
  }

  int end() {
    return matcher.end();
  }

  /** The match as an object: offset and length in code points, its text and its groups. */
  ObjectNode match() {
    ObjectNode match = NODES.objectNode();
    match.put("offset", offset(matcher.start()));
    match.put("length", text.codePointCount(matcher.start(), matcher.end()));
    match.put("string", matcher.group());
    var captures = match.putArray("captures");
    for (int group = 1; group <= matcher.groupCount() && !isEmpty(); group++) {
      captures.add(capture(group));
    }
    return match;
  }

  private ObjectNode capture(int group) {
    ObjectNode capture = NODES.objectNode();
    int start = matcher.start(group);
    int length = start < 0 ? 0 : text.codePointCount(start, matcher.end(group));
    capture.put("offset", start < 0 ? -1 : offset(matcher.start()) + codePoints(start));
    if (length == 0) {
      capture.put("string", matcher.group(group)).put("length", 0);
    } else {
      capture.put("length", length).put("string", matcher.group(group));
    }
    return capture.put("name", name(group).orElse(null));
  }

  private int codePoints(int start) {
    return start < matcher.start()
        ? -text.codePointCount(start, matcher.start())
        : text.codePointCount(matcher.start(), start);
  }

  /** Counted from the last offset asked for, so that many matches take no longer than the text. */
  private int offset(int index) {
    codePoints +=
        index < counted
            ? -text.codePointCount(index, counted)
            : text.codePointCount(counted, index);
    counted = index;
    return codePoints;
  }

  private Optional<String> name(int group) {
    return Optional.of(names.get(group - 1)).filter(name -> !name.isEmpty());
  }

  /** The texts of the groups with names. */
  JsonNode named() {
    ObjectNode named = NODES.objectNode();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      int number = group;
      name(group)
          .ifPresent(
              name -> {
                String value = matcher.group(number);
                named.set(name, value == null ? NODES.nullNode() : TextNode.valueOf(value));
              });
    }
    return named;
  }
}
