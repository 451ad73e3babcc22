package dev.cnilab.userland.file.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedContentTest {
  private static final int BLOCK = 16384;
  private static final int SIZE = 6 * BLOCK;

  private final PackedContent content = new PackedContent();
  private final byte[] wanted = new byte[SIZE];

  @Test
  void content_reads_back_the_last_write_including_zeros() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = bytes(random);
      int position = random.nextInt((SIZE - bytes.length) / 512 + 1) * 512;
      content.write(position, bytes, 0, bytes.length);
      System.arraycopy(bytes, 0, wanted, position, bytes.length);
      if (random.nextInt(5) == 0) {
        content.settle();
      }
      assertThat(everything()).startsWith(Arrays.copyOf(wanted, (int) content.size()));
    }
  }

  /** Zeros, one repeated byte or noise: half a block, a block, or two and a half. */
  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[new int[] {BLOCK / 2, BLOCK, 5 * BLOCK / 2}[random.nextInt(3)]];
    switch (random.nextInt(3)) {
      case 0 -> Arrays.fill(bytes, (byte) random.nextInt(256));
      case 1 -> random.nextBytes(bytes);
      default -> {}
    }
    return bytes;
  }

  private byte[] everything() {
    byte[] all = new byte[SIZE];
    int read = 0;
    for (int count = 0; count >= 0; read += Math.max(0, count)) {
      count = content.read(read, all, read, SIZE - read);
      if (count == 0) {
        break;
      }
    }
    return Arrays.copyOf(all, read);
  }

  @Test
  void zeros_take_no_memory() {
    byte[] zeros = new byte[4 * BLOCK];
    for (long at = 0; at < 1L << 40; at += 1L << 34) {
      content.write(at, zeros, 0, zeros.length);
    }
    assertThat(content.held()).isZero();
    assertThat(content.size()).isGreaterThan(1L << 39);
  }

  @Test
  void a_shared_block_is_held_until_its_last_copy_is_overwritten() {
    byte[] noise = new byte[BLOCK];
    new Random(1).nextBytes(noise);
    content.write(0, noise, 0, BLOCK);
    content.write(BLOCK, noise, 0, BLOCK);
    content.settle();
    assertThat(content.held()).isBetween((long) BLOCK, (long) 2 * BLOCK);

    content.write(0, new byte[BLOCK], 0, BLOCK);
    content.settle();
    assertThat(content.held()).isGreaterThanOrEqualTo(BLOCK);

    content.write(BLOCK, new byte[BLOCK], 0, BLOCK);
    content.settle();
    assertThat(content.held()).isZero();
  }

  @Test
  void each_copy_of_an_equal_block_counts_its_table_entry() {
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) 'y');
    for (long i = 0; i < 1000; i++) {
      content.write(i * BLOCK, block, 0, BLOCK);
    }
    content.settle();
    assertThat(content.held()).isGreaterThan(1000 * 40);
  }
}
