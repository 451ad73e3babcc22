package dev.cnilab.cluster.image.coredns.plugin;

import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** {@code rewrite name}: has another name looked up, and answers as if nothing had happened. */
final class RewritePlugin implements Handler {
  private final Handler next;
  private final How how;
  private final String from;
  private final String to;

  /** What of the name is compared. */
  private enum How {
    EXACT,
    PREFIX,
    SUFFIX,
    SUBSTRING,
    REGEX
  }

  private RewritePlugin(Handler next, How how, String from, String to) {
    this.next = next;
    this.how = how;
    this.from = from;
    this.to = to;
  }

  static Handler setUp(Directive directive, Host host, Handler next) throws CorefileException {
    List<String> words = new ArrayList<>(directive.arguments());
    words.removeIf(word -> word.equals("stop") || word.equals("continue"));
    if (words.size() < 3) {
      throw directive.wrongArguments(
          directive.line(), words.isEmpty() ? "rewrite" : words.getLast());
    }
    if (!words.getFirst().equals("name")) {
      return next;
    }
    String kind = words.get(1).toUpperCase(Locale.ROOT);
    boolean named = words.size() > 3 && isKind(kind);
    How how = named ? How.valueOf(kind) : How.EXACT;
    String from = words.get(named ? 2 : 1);
    String to = words.get(named ? 3 : 2);
    boolean whole = how == How.EXACT || how == How.SUFFIX;
    return new RewritePlugin(next, how, whole ? dotted(from) : from, whole ? dotted(to) : to);
  }

  private static boolean isKind(String word) {
    for (How how : How.values()) {
      if (how.name().equals(word)) {
        return true;
      }
    }
    return false;
  }

  private static String dotted(String name) {
    return name.endsWith(".") ? name : name + ".";
  }

  private String rewrite(String name) {
    return switch (how) {
      case EXACT -> name.equals(from) ? to : name;
      case PREFIX -> name.startsWith(from) ? to + name.substring(from.length()) : name;
      case SUFFIX ->
          name.endsWith(from) ? name.substring(0, name.length() - from.length()) + to : name;
      case SUBSTRING -> name.replace(from, to);
      case REGEX -> dotted(name.replaceFirst(from, to.replaceAll("\\{(\\d)}", "\\$$1")));
    };
  }

  @Override
  public Message answer(Query query) throws ServerFailure {
    String other = rewrite(query.text());
    if (other.equals(query.text())) {
      return next.answer(query);
    }
    Name asked = Records.name(other);
    Message answer = next.answer(query.about(asked, query.type()));
    Message restored = answer.clone();
    restored.removeAllRecords(Section.QUESTION);
    restored.addRecord(query.message().getQuestion(), Section.QUESTION);
    restored.removeAllRecords(Section.ANSWER);
    for (Record record : answer.getSection(Section.ANSWER)) {
      restored.addRecord(
          record.getName().equals(asked) ? Records.renamed(record, query.name()) : record,
          Section.ANSWER);
    }
    return restored;
  }
}
