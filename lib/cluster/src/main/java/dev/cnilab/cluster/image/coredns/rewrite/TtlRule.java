package dev.cnilab.cluster.image.coredns.rewrite;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Records;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Record;

/**
 * {@code rewrite ttl}: how long clients may cache an answer.
 *
 * @param least in seconds
 * @param most in seconds
 */
record TtlRule(NameMatch match, long least, long most) implements RewriteRule {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10})?(-)?(\\d{1,10})?");
  private static final long LONGEST = 2_147_483_647;

  /**
   * Parses the words after {@code ttl}.
   *
   * @throws IllegalArgumentException in CoreDNS's words
   */
  static TtlRule of(List<String> words) {
    if (words.size() < 2) {
      throw new IllegalArgumentException("too few (" + words.size() + ") arguments for a ttl rule");
    }
    if (words.size() > 3) {
      throw new IllegalArgumentException("many few arguments for a ttl rule"); // sic
    }
    boolean named = words.size() == 3;
    NameMatch.How how =
        named
            ? NameMatch.How.of(words.getFirst())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "ttl rule supports only exact, prefix, suffix, substring, and regex"
                                + " name matching"))
            : NameMatch.How.EXACT;
    String range = words.getLast();
    Matcher ends = RANGE.matcher(range);
    if (!ends.matches() || range.isEmpty() || range.equals("-")) {
      throw new IllegalArgumentException("invalid TTL '" + range + "' for a ttl rule");
    }
    long least = ends.group(1) == null ? 0 : Long.parseLong(ends.group(1));
    long most = ends.group(3) == null ? LONGEST : Long.parseLong(ends.group(3));
    return new TtlRule(
        NameMatch.of(how, words.get(named ? 1 : 0)), least, ends.group(2) == null ? least : most);
  }

  @Override
  public Optional<ClientQuery> rewrite(ClientQuery query) {
    return match.replace(query.text(), "").map(about -> query);
  }

  @Override
  public Record restore(Record record, ClientQuery before, ClientQuery after) {
    return Records.withTtl(record, Math.min(Math.max(record.getTTL(), least), most));
  }
}
