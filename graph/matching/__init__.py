"""What a department's words mean: from the text of a cell to topics, with how certain it is."""
