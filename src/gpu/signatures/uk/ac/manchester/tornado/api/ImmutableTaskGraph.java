package uk.ac.manchester.tornado.api;

/** A graph that is finished. */
public class ImmutableTaskGraph {

  ImmutableTaskGraph() {}
}
