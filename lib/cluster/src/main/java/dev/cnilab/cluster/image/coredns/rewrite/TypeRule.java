package dev.cnilab.cluster.image.coredns.rewrite;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** {@code rewrite type}: looks up another record type. */
record TypeRule(int from, int to) implements RewriteRule {
  /**
   * Parses the words after {@code type}.
   *
   * @throws IllegalArgumentException in CoreDNS's words
   */
  static TypeRule of(List<String> words) {
    if (words.size() != 2) {
      throw new IllegalArgumentException("type rules must have exactly two arguments");
    }
    return new TypeRule(type(words.get(0)), type(words.get(1)));
  }

  private static int type(String word) {
    int type = Type.value(word);
    if (type < 0) {
      throw new IllegalArgumentException("invalid type \"" + word + "\"");
    }
    return type;
  }

  @Override
  public Optional<ClientQuery> rewrite(ClientQuery query) {
    return query.type() == from ? Optional.of(query.about(query.name(), to)) : Optional.empty();
  }

  @Override
  public Record restore(Record record, ClientQuery before, ClientQuery after) {
    return record;
  }
}
