package dev.cnilab.userland.file.inode;

import java.util.Map;
import java.util.TreeMap;

/** Which blocks of a file have a place on the disk; the others are holes. */
public final class Extents {
  /** The first block of each run of blocks, and the block after its last. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  /** The space of all blocks, in bytes. */
  public long bytes() {
    return between(0, Long.MAX_VALUE) * Blocks.SIZE;
  }

  /** The space that the holes between two offsets would take, in bytes. */
  public long missing(long from, long to) {
    long first = from / Blocks.SIZE;
    long end = Math.ceilDiv(to, Blocks.SIZE);
    return (end - first - between(first, end)) * Blocks.SIZE;
  }

  private long between(long first, long end) {
    Long before = runs.floorKey(first);
    long count = 0;
    for (Map.Entry<Long, Long> run : runs.subMap(before == null ? first : before, end).entrySet()) {
      count += Math.max(0, Math.min(end, run.getValue()) - Math.max(first, run.getKey()));
    }
    return count;
  }

  /** Gives a place to all blocks between two offsets. */
  public void add(long from, long to) {
    long first = from / Blocks.SIZE;
    long end = Math.ceilDiv(to, Blocks.SIZE);
    Map.Entry<Long, Long> before = runs.floorEntry(first);
    if (before != null && before.getValue() >= first) {
      first = before.getKey();
    }
    for (Map.Entry<Long, Long> run = runs.ceilingEntry(first);
        run != null && run.getKey() <= end;
        run = runs.ceilingEntry(first)) {
      end = Math.max(end, run.getValue());
      runs.remove(run.getKey());
    }
    if (end > first) {
      runs.put(first, end);
    }
  }

  /** Takes the place of all blocks after a size. */
  public void cut(long size) {
    long end = Math.ceilDiv(size, Blocks.SIZE);
    runs.tailMap(end, true).clear();
    Map.Entry<Long, Long> last = runs.lastEntry();
    if (last != null && last.getValue() > end) {
      runs.put(last.getKey(), end);
    }
  }

  /** The first offset from a given one on that is in no hole; the largest long if there is none. */
  public long nextData(long from) {
    long block = from / Blocks.SIZE;
    Map.Entry<Long, Long> before = runs.floorEntry(block);
    if (before != null && before.getValue() > block) {
      return from;
    }
    Long after = runs.ceilingKey(block);
    return after == null ? Long.MAX_VALUE : after * Blocks.SIZE;
  }
}
