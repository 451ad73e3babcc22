package dev.cnilab.conformance.linux.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The records of a DNS server in a capture: names with data, or with an error to return. */
final class Zone {
  private static final long TTL = 30;
  private static final int LONGEST_CHAIN = 8;

  private record Entry(String kind, String value) {}

  private final Map<String, List<Entry>> entries = new HashMap<>();

  private Zone() {}

  /** Records as {@code NAME KIND [VALUE]}. */
  static Zone of(List<String> records) {
    Zone zone = new Zone();
    for (String record : records) {
      String[] words = record.strip().split("\\s+", 3);
      if (words.length < 2) {
        throw new IllegalArgumentException(
            "expected a record 'NAME A ADDRESS' or the like, found: " + record);
      }
      zone.entries
          .computeIfAbsent(words[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(new Entry(words[1], words.length > 2 ? words[2] : ""));
    }
    return zone;
  }

  /** The answer to a query; empty if it is malformed. */
  Optional<byte[]> answer(byte[] query) {
    try {
      Message asked = new Message(query);
      Record question = asked.getQuestion();
      return question == null ? Optional.empty() : Optional.of(answer(asked, question));
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }

  private byte[] answer(Message asked, Record question) throws TextParseException {
    List<Record> answers = new ArrayList<>();
    String name = text(question.getName());
    int rcode = Rcode.NOERROR;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      List<Entry> found = entries.getOrDefault(name, entries.get("*"));
      if (found == null) {
        rcode = answers.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR;
        break;
      }
      Entry first = found.getFirst();
      if (rcode(first.kind) != Rcode.NOERROR) {
        rcode = rcode(first.kind);
        break;
      }
      for (Entry entry : found) {
        Record record = record(name, entry);
        if (record != null
            && (record.getType() == question.getType() || record.getType() == Type.CNAME)) {
          answers.add(record);
        }
      }
      if (!first.kind.equals("CNAME")) {
        break;
      }
      name = first.value.toLowerCase(Locale.ROOT);
    }
    return encode(asked.getHeader(), question, rcode, answers);
  }

  private static int rcode(String kind) {
    return switch (kind) {
      case "SERVFAIL" -> Rcode.SERVFAIL;
      case "NXDOMAIN" -> Rcode.NXDOMAIN;
      case "REFUSED" -> Rcode.REFUSED;
      default -> Rcode.NOERROR;
    };
  }

  private static @Nullable Record record(String owner, Entry entry) throws TextParseException {
    Name name = Name.fromString(owner + ".");
    return switch (entry.kind) {
      case "A" -> new ARecord(name, DClass.IN, TTL, address(entry.value));
      case "CNAME" -> new CNAMERecord(name, DClass.IN, TTL, Name.fromString(entry.value + "."));
      case "PTR" -> new PTRRecord(name, DClass.IN, TTL, Name.fromString(entry.value + "."));
      default -> null;
    };
  }

  private static InetAddress address(String value) throws TextParseException {
    try {
      return InetAddress.getByName(value);
    } catch (UnknownHostException malformed) {
      throw new TextParseException("an A record needs an address, found: " + value);
    }
  }

  private static String text(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  /** Names are written uncompressed, as by the real server, because sizes are compared. */
  private static byte[] encode(Header asked, Record question, int rcode, List<Record> answers) {
    Header header = new Header(asked.getID());
    header.setFlag(Flags.QR);
    if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
      header.setFlag(Flags.AA);
    }
    if (asked.getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    header.setRcode(rcode);
    DNSOutput out = new DNSOutput();
    byte[] head = header.toWire();
    head[5] = 1;
    head[7] = (byte) answers.size();
    out.writeByteArray(head);
    out.writeByteArray(question.toWire(Section.QUESTION));
    answers.forEach(record -> out.writeByteArray(record.toWireCanonical()));
    return out.toByteArray();
  }
}
