package dev.cnilab.cluster.image.coredns.chain;

import dev.cnilab.netsim.address.Ipv4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;

/** Records of class IN. */
public final class Records {
  private static final Pattern REVERSE =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.in-addr\\.arpa\\.");

  private Records() {}

  public static Record address(Name name, long ttl, Ipv4Address address) {
    try {
      byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(address.bits()).array();
      return new ARecord(name, DClass.IN, ttl, InetAddress.getByAddress(bytes));
    } catch (UnknownHostException fourBytesAreAnAddress) {
      throw new IllegalStateException(fourBytesAreAnAddress);
    }
  }

  public static Record alias(Name name, long ttl, String target) {
    return new CNAMERecord(name, DClass.IN, ttl, name(target));
  }

  public static Record pointer(Name name, long ttl, String target) {
    return new PTRRecord(name, DClass.IN, ttl, name(target));
  }

  /** The same data under another name. */
  public static Record renamed(Record record, Name name) {
    return Record.newRecord(
        name, record.getType(), record.getDClass(), record.getTTL(), record.rdataToWireCanonical());
  }

  /** The name that a record points to, if its type has one. */
  public static Optional<Name> target(Record record) {
    return switch (record) {
      case CNAMERecord alias -> Optional.of(alias.getTarget());
      case PTRRecord pointer -> Optional.of(pointer.getTarget());
      case NSRecord server -> Optional.of(server.getTarget());
      case MXRecord exchange -> Optional.of(exchange.getTarget());
      case SRVRecord service -> Optional.of(service.getTarget());
      default -> Optional.empty();
    };
  }

  /** The same record with another target. */
  public static Record pointingTo(Record record, Name target) {
    Name name = record.getName();
    long ttl = record.getTTL();
    return switch (record) {
      case CNAMERecord alias -> new CNAMERecord(name, DClass.IN, ttl, target);
      case PTRRecord pointer -> new PTRRecord(name, DClass.IN, ttl, target);
      case NSRecord server -> new NSRecord(name, DClass.IN, ttl, target);
      case MXRecord exchange -> new MXRecord(name, DClass.IN, ttl, exchange.getPriority(), target);
      case SRVRecord service ->
          new SRVRecord(
              name,
              DClass.IN,
              ttl,
              service.getPriority(),
              service.getWeight(),
              service.getPort(),
              target);
      default -> record;
    };
  }

  public static Record withTtl(Record record, long ttl) {
    return Record.newRecord(
        record.getName(), record.getType(), record.getDClass(), ttl, record.rdataToWireCanonical());
  }

  /** The name in a text, with a final dot added if it is missing. */
  public static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException tooLong) {
      throw new IllegalArgumentException("no name: " + text, tooLong);
    }
  }

  /** The address of a name in in-addr.arpa. */
  public static Optional<Ipv4Address> addressOf(String name) {
    Matcher parts = REVERSE.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Ipv4Address.parse(
              parts.group(4) + "." + parts.group(3) + "." + parts.group(2) + "." + parts.group(1)));
    } catch (IllegalArgumentException tooLarge) {
      return Optional.empty();
    }
  }
}
