package dev.cnilab.cluster.image.coredns.rewrite;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Record;

/**
 * {@code rewrite name}: looks up another name. In the answer that name is changed back with {@code
 * exact}, and otherwise only if the rule asks for it.
 *
 * @param names how the names of records are changed back
 * @param values how the names that records point to are changed back
 */
record NameRule(NameMatch match, String to, boolean auto, List<Answer> names, List<Answer> values)
    implements RewriteRule {

  /** {@code answer name FROM TO} or {@code answer value FROM TO}. */
  record Answer(NameMatch match, String to) {}

  /**
   * Parses the words after {@code name}.
   *
   * @throws IllegalArgumentException in CoreDNS's words
   */
  static NameRule of(List<String> words) {
    if (words.size() < 2) {
      throw new IllegalArgumentException("too few arguments for a name rule");
    }
    if (words.size() == 2) {
      return new NameRule(
          NameMatch.of(NameMatch.How.EXACT, words.get(0)),
          words.get(1).toLowerCase(Locale.ROOT),
          true,
          List.of(),
          List.of());
    }
    NameMatch.How how =
        NameMatch.How.of(words.getFirst())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "name rule supports only exact, prefix, suffix, substring, and regex name"
                            + " matching, received: "
                            + words.getFirst().toLowerCase(Locale.ROOT)));
    List<Answer> names = new ArrayList<>();
    List<Answer> values = new ArrayList<>();
    boolean auto = answers(how, words.subList(3, words.size()), names, values);
    return new NameRule(
        NameMatch.of(how, words.get(1)),
        words.get(2).toLowerCase(Locale.ROOT),
        auto || how == NameMatch.How.EXACT,
        List.copyOf(names),
        List.copyOf(values));
  }

  /** Parses {@code answer …}; returns whether there is an {@code answer auto}. */
  private static boolean answers(
      NameMatch.How how, List<String> words, List<Answer> names, List<Answer> values) {
    boolean auto = false;
    String rule = how.name().toLowerCase(Locale.ROOT);
    if (words.size() == 1) {
      throw new IllegalArgumentException("invalid arguments for " + rule + " rule");
    }
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("answer")) {
        continue;
      }
      switch (words.get(i)) {
        case "auto" -> auto = true;
        case "name", "value" -> {
          if (i + 2 >= words.size()) {
            throw new IllegalArgumentException(
                "%s answer rule for %s rule: 2 arguments required".formatted(words.get(i), rule));
          }
          NameMatch match = NameMatch.of(NameMatch.How.REGEX, words.get(i + 1));
          (words.get(i).equals("name") ? names : values).add(new Answer(match, words.get(i + 2)));
          i += 2;
        }
        default ->
            throw new IllegalArgumentException(
                "exceeded the number of arguments for a non-answer rule argument for %s rule"
                    .formatted(rule));
      }
    }
    return auto;
  }

  @Override
  public Optional<ClientQuery> rewrite(ClientQuery query) {
    return match
        .replace(query.text(), to)
        .map(name -> query.about(Records.name(name), query.type()));
  }

  @Override
  public Record restore(Record record, ClientQuery before, ClientQuery after) {
    Record named =
        Records.renamed(
            record, Records.name(put(record.getName().toString(), names, before, after)));
    return Records.target(named)
        .map(target -> put(target.toString(), values, before, after))
        .map(target -> Records.pointingTo(named, Records.name(target)))
        .orElse(named);
  }

  private String put(String name, List<Answer> answers, ClientQuery before, ClientQuery after) {
    String result = auto ? reverted(name, before, after) : name;
    for (Answer answer : answers) {
      result = answer.match().replace(result, answer.to()).orElse(result);
    }
    return result;
  }

  /** The original name in place of the rewritten one; also in names below it. */
  private String reverted(String name, ClientQuery before, ClientQuery after) {
    if (match.how() == NameMatch.How.SUFFIX) {
      return NameMatch.of(NameMatch.How.SUFFIX, to).replace(name, match.from()).orElse(name);
    }
    String other = after.text();
    if (name.equals(other)) {
      return before.name().toString();
    }
    return name.endsWith("." + other)
        ? name.substring(0, name.length() - other.length()) + before.name()
        : name;
  }
}
