package dev.cnilab.userland.stream;

/** What reads and writes by the first three descriptors; stdin(3). */
public interface StandardStreams extends StreamUser {
  /** Its open files. */
  DescriptorTable descriptors();

  default Input in() {
    return new Input(descriptors().get(0), this);
  }

  default Output out() {
    return new Output(descriptors().get(1), this);
  }

  default Output err() {
    return new Output(descriptors().get(2), this);
  }
}
