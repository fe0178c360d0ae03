package uk.ac.manchester.tornado.api;

/** What came of an execution. */
public class TornadoExecutionResult {

  TornadoExecutionResult() {}
}
