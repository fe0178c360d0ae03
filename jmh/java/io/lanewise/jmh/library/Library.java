package io.lanewise.jmh.library;

import io.lanewise.jmh.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Something that can do some of the problems. */
public interface Library {
  /** Other libraries; they are in benchmarks.jar when it was built with "bench", MKL with "mkl". */
  List<String> PEERS =
      List.of(
          "io.lanewise.jmh.peers.OpenBlas",
          "io.lanewise.jmh.peers.Mkl",
          "io.lanewise.jmh.peers.VectorBlas",
          "io.lanewise.jmh.peers.Ejml",
          "io.lanewise.jmh.peers.OjAlgo",
          "io.lanewise.jmh.peers.Hipparchus");

  /** What it is, for people: name and version, or what its speed depends on; one line. */
  String description();

  /**
   * Makes ready: allocates and fills operands and results.
   *
   * @param problem what to do
   * @return one contender for each way that it has to do it; none if it cannot
   */
  List<Contender> prepare(Problem problem);

  /**
   * Every library there is, Lanewise first.
   *
   * @return a new list
   */
  static List<Library> all() {
    List<Library> libraries = new ArrayList<>();
    libraries.add(Lanewise.fastest());
    libraries.add(Lanewise.scalar());
    libraries.add(new Naive());
    libraries.addAll(peers());
    return libraries;
  }

  /**
   * The libraries by others.
   *
   * @return a new list, empty without the profile "bench"
   */
  static List<Library> peers() {
    List<Library> libraries = new ArrayList<>();
    for (String name : PEERS) {
      try {
        libraries.add((Library) Class.forName(name).getDeclaredConstructor().newInstance());
      } catch (ClassNotFoundException notBuilt) {
        continue;
      } catch (ReflectiveOperationException failed) {
        throw new IllegalStateException(name, failed);
      }
    }
    return libraries;
  }
}
