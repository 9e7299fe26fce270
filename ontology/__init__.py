"""What things are: records of the curriculum, findings and answers, and the rules of sound data."""
