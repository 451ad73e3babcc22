package dev.cnilab.userland.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Journal entries that have not been read lately. Lines of one program resemble each other, so they
 * compress to a fraction.
 */
final class PackedEntries {
  private final byte[] packed;
  private final int count;

  private PackedEntries(byte[] packed, int count) {
    this.packed = packed;
    this.count = count;
  }

  /** Packs entries in their order. */
  static PackedEntries of(List<JournalEntry> entries) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 4096))) {
      for (JournalEntry entry : entries) {
        write(entry, out);
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    } finally {
      deflater.end();
    }
    return new PackedEntries(bytes.toByteArray(), entries.size());
  }

  private static void write(JournalEntry entry, DataOutputStream out) throws IOException {
    Instant time = entry.time();
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
    out.writeInt(entry.pid());
    for (String text : List.of(entry.host(), entry.unit(), entry.identifier(), entry.message())) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** The size in bytes. */
  int size() {
    return packed.length;
  }

  /** The original entries. */
  List<JournalEntry> unpacked() {
    List<JournalEntry> entries = new ArrayList<>(count);
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
      while (entries.size() < count) {
        entries.add(read(in));
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return entries;
  }

  private static JournalEntry read(DataInputStream in) throws IOException {
    Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
    int pid = in.readInt();
    return new JournalEntry(time, text(in), text(in), text(in), pid, text(in));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
