package dev.cnilab.cluster.image.coredns.rewrite;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * {@code rewrite}: looks up something else, and answers as if it had been the original question.
 */
public final class RewritePlugin implements Handler {
  private static final Set<String> NOT_MODELLED = Set.of("class", "edns0", "cname", "rcode");

  /** A line, and whether later ones are tried after it has matched. */
  private record Line(RewriteRule rule, boolean continues) {}

  /** A matching line, and the question that it produced. */
  private record Applied(RewriteRule rule, ClientQuery before, ClientQuery after) {}

  private final List<Line> lines;
  private final Handler next;

  private RewritePlugin(List<Line> lines, Handler next) {
    this.lines = List.copyOf(lines);
    this.next = next;
  }

  public static Handler setUp(List<Directive> directives, PluginHost host, Handler next)
      throws CorefileException {
    List<Line> lines = new ArrayList<>();
    for (Directive directive : directives) {
      try {
        lines.add(line(words(directive)));
      } catch (IllegalArgumentException wrong) {
        throw directive.refusal(String.valueOf(wrong.getMessage()));
      }
    }
    return new RewritePlugin(lines, next);
  }

  /** A rule may also be in braces. */
  private static List<String> words(Directive directive) {
    List<String> words = new ArrayList<>(directive.arguments());
    if (words.size() < 2) {
      for (Directive.Property property : directive.properties()) {
        words.add(property.name());
        words.addAll(property.arguments());
      }
    }
    return words;
  }

  private static Line line(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("no rule type specified for rewrite");
    }
    String first = words.getFirst().toLowerCase(Locale.ROOT);
    boolean hasMode = first.equals("stop") || first.equals("continue");
    if (hasMode && words.size() < 2) {
      throw new IllegalArgumentException(first + " rule must begin with a rule type");
    }
    int begin = hasMode ? 1 : 0;
    String type = words.get(begin).toLowerCase(Locale.ROOT);
    return new Line(rule(type, words.subList(begin + 1, words.size())), first.equals("continue"));
  }

  private static RewriteRule rule(String type, List<String> words) {
    if (NOT_MODELLED.contains(type)) {
      throw new IllegalArgumentException("rule type " + type + " is not modelled here");
    }
    return switch (type) {
      case "name" -> NameRule.of(words);
      case "type" -> TypeRule.of(words);
      case "ttl" -> TtlRule.of(words);
      case "answer" ->
          throw new IllegalArgumentException("response rewrites must begin with a name rule");
      default -> throw new IllegalArgumentException("invalid rule type \"" + type + "\"");
    };
  }

  @Override
  public Message answer(ClientQuery query) throws ServerFailure {
    List<Applied> applied = new ArrayList<>();
    ClientQuery asked = query;
    for (Line line : lines) {
      Optional<ClientQuery> other = line.rule().rewrite(asked);
      if (other.isPresent()) {
        applied.add(new Applied(line.rule(), asked, other.get()));
        asked = other.get();
        if (!line.continues()) {
          break;
        }
      }
    }
    Message answer = next.answer(asked);
    return applied.isEmpty() ? answer : restored(answer, query, applied);
  }

  private static Message restored(Message answer, ClientQuery query, List<Applied> applied) {
    Message restored = answer.clone();
    restored.removeAllRecords(Section.QUESTION);
    restored.addRecord(query.message().getQuestion(), Section.QUESTION);
    restored.removeAllRecords(Section.ANSWER);
    for (Record record : answer.getSection(Section.ANSWER)) {
      Record seen = record;
      for (Applied each : applied.reversed()) {
        seen = each.rule().restore(seen, each.before(), each.after());
      }
      restored.addRecord(seen, Section.ANSWER);
    }
    return restored;
  }
}
